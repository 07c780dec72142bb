package dev.flambeau.images.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.data.DatasetException;
import dev.flambeau.data.Example;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;
import dev.flambeau.images.PictureReader;
import dev.flambeau.images.PictureWriter;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  @TempDir private Path root = Path.of("");

  private void put(String path, int level) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    PictureWriter.write(Picture.of(1, 2, 3, level, 2, 3, 4, 5, 255), file);
  }

  private static List<String> names(ImageFolder folder) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < folder.size(); i++) {
      names.add(folder.label(i) + " " + folder.name(i));
    }
    return names;
  }

  /** The Turkish i, and names that a dictionary would sort otherwise. */
  @Test
  void theOrderIsThatOfNoLocale() throws IOException {
    for (String path :
        List.of(
            "dog/2.png", "dog/10.PNG", "dog/a/1.png", "Zebra/x.png", "_x/1.png", "idle/I.JPG")) {
      put(path, 1);
    }
    Locale before = Locale.getDefault();
    for (String language : List.of("en", "tr", "sv", "de")) {
      Locale.setDefault(Locale.forLanguageTag(language));
      try {
        ImageFolder folder = ImageFolder.open(root);
        assertEquals(List.of("Zebra", "_x", "dog", "idle"), folder.classes());
        assertEquals(
            List.of(
                "0 Zebra/x.png",
                "1 _x/1.png",
                "2 dog/10.PNG",
                "2 dog/2.png",
                "2 dog/a/1.png",
                "3 idle/I.JPG"),
            names(folder));
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Test
  void whatIsHiddenIsLeftOutAndWhatIsNoPictureIsNamed() throws IOException {
    for (String path :
        List.of("a/1.png", "a/.2.png", "a/.cache/3.png", ".git/4.png", "b/5.png", "b/c/6.png")) {
      put(path, 1);
    }
    Files.writeString(root.resolve("README.txt"), "text");
    Files.writeString(root.resolve("b/notes.txt"), "text");
    Files.writeString(root.resolve("b/Thumbs.db"), "text");
    ImageFolder folder = ImageFolder.open(root);
    assertEquals(List.of("0 a/1.png", "1 b/5.png", "1 b/c/6.png"), names(folder));
    assertEquals(List.of("README.txt", "b/Thumbs.db", "b/notes.txt"), folder.skipped());
  }

  @Test
  void emptyClassesAreRefusedByName() throws IOException {
    put("a/1.png", 1);
    Files.createDirectory(root.resolve("b"));
    Files.createDirectories(root.resolve("c/d"));
    Files.writeString(root.resolve("c/notes.txt"), "text");
    refuses(
        root
            + ": no pictures in b, c. A class needs one or more, as .png, .jpg, .jpeg, .bmp or .gif;"
            + " put them there, or remove the folder.",
        () -> ImageFolder.open(root));
    refuses(
        root.resolve("b") + " has no folders in it; expected one for each class of pictures.",
        () -> ImageFolder.open(root.resolve("b")));
    refuses(
        root.resolve("a/1.png")
            + " is no folder; expected one with a folder for each class of pictures.",
        () -> ImageFolder.open(root.resolve("a/1.png")));
  }

  @Test
  void anExampleIsLevelsByChannelAndALabel() throws IOException {
    put("a/1.png", 1);
    put("b/1.png", 9);
    ImageFolder folder = ImageFolder.open(root);
    Example example = folder.get(1);
    assertEquals(Shape.of(3, 1, 2), example.input().shape());
    assertArrayEquals(
        new float[] {9 / 255f, 4 / 255f, 2 / 255f, 5 / 255f, 3 / 255f, 1},
        ((HostTensor.Floats) example.input()).values());
    assertArrayEquals(new int[] {1}, ((HostTensor.Ints) example.target()).values());
    assertEquals(Shape.of(2, 3, 1, 2), folder.batch(new int[] {0, 1}).input().shape());
    assertEquals(1, ImageFolder.open(root, PictureReader.grey()).picture(0).channels());
    refuses("There is no example 2; there are 2.", () -> folder.get(2));
  }

  /** Opening reads no picture; a damaged or a lost one is named when it is asked for. */
  @Test
  void picturesAreReadWhenTheyAreAskedFor() throws IOException {
    put("a/1.png", 1);
    Path damaged = Files.writeString(root.resolve("a/2.png"), "no picture");
    put("a/3.png", 1);
    ImageFolder folder = ImageFolder.open(root);
    folder.get(0);
    assertEquals(
        damaged + " is no PNG, JPEG, BMP or GIF; other pictures are not read.",
        assertThrows(PictureException.class, () -> folder.get(1)).getMessage());
    Files.delete(root.resolve("a/3.png"));
    assertEquals(
        root.resolve("a/3.png") + " is not there any more.",
        assertThrows(PictureException.class, () -> folder.get(2)).getMessage());
  }

  /** Computed by Python's hashlib of docs/numerics.md, "Pictures". */
  @Test
  void theHashIsThatOfPixelsAndLabels() throws IOException {
    put("a/1.png", 1);
    put("b/1.png", 9);
    ImageFolder folder = ImageFolder.open(root);
    assertEquals(
        "d01a9925815efbe578aca127b5acf2181f32ea6c5c300378dd5490b62c5db38b",
        folder.picture(0).sha256());
    String hash = folder.sha256();
    assertEquals("b9d0a010a85248ee3a443aeae1859097cd2b70a1db59256700ec9654540f1962", hash);
    Files.move(root.resolve("b/1.png"), root.resolve("b/another.png"));
    assertEquals(hash, ImageFolder.open(root).sha256());
    put("b/another.png", 10);
    assertNotEquals(hash, ImageFolder.open(root).sha256());
  }

  private static void refuses(String message, Executable executable) {
    assertEquals(message, assertThrows(FlambeauException.class, executable).getMessage());
    assertThrows(DatasetException.class, executable);
  }
}
