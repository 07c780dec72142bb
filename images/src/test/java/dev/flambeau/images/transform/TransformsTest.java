package dev.flambeau.images.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformsTest {
  private static Draws draws(int example) {
    return Draws.of(1, 0, example, 0);
  }

  /** Levels that tell where they stand. */
  private static Picture places(int height, int width, int channels) {
    byte[] bytes = new byte[height * width * channels];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    return new Picture(bytes, height, width, channels);
  }

  private static String text(Picture picture) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < picture.bytes().length; i++) {
      boolean begins = i % (picture.width() * picture.channels()) == 0;
      text.append(i == 0 ? "" : begins ? "|" : " ").append(picture.bytes()[i] & 0xFF);
    }
    return text.toString();
  }

  @Test
  void flipsMirror() {
    Picture picture = places(2, 2, 3);
    assertEquals(
        "4 5 6 1 2 3|10 11 12 7 8 9", text(new RandomHorizontalFlip(1).apply(picture, draws(0))));
    assertEquals(
        "7 8 9 10 11 12|1 2 3 4 5 6", text(new RandomVerticalFlip(1).apply(picture, draws(0))));
    assertSame(picture, new RandomHorizontalFlip(0).apply(picture, draws(0)));
    int flipped = 0;
    for (int i = 0; i < 1000; i++) {
      flipped += new RandomHorizontalFlip().apply(picture, draws(i)) == picture ? 0 : 1;
    }
    assertEquals(500, flipped, 60);
  }

  /** Halves go to even, as torchvision's do. */
  @ParameterizedTest
  @CsvSource({"3, 3, 0", "4, 3, 0", "5, 3, 1", "6, 3, 2", "7, 3, 2", "8, 3, 2"})
  void theMiddleIsTorchvisions(int width, int size, int column) {
    Picture cut = new CenterCrop(1, size).apply(places(1, width, 1), draws(0));
    assertEquals(column + 1, cut.level(0, 0, 0));
    assertEquals(size, cut.width());
  }

  @Test
  void everyCropIsDrawnAndNoOther() {
    Set<String> seen = new HashSet<>();
    Picture picture = places(3, 2, 1);
    for (int i = 0; i < 200; i++) {
      seen.add(text(new RandomCrop(2).apply(picture, draws(i))));
    }
    assertEquals(Set.of("1 2|3 4", "3 4|5 6"), seen);
    seen.clear();
    for (int i = 0; i < 2000; i++) {
      seen.add(text(new RandomCrop(2).padding(1).apply(places(2, 2, 1), draws(i))));
    }
    assertEquals(9, seen.size());
    assertTrue(seen.contains("0 0|0 1") && seen.contains("4 0|0 0") && seen.contains("1 2|3 4"));
  }

  @Test
  void theShorterSideGetsTheSize() {
    Picture wide = new Resize(4).apply(places(5, 11, 1), draws(0));
    assertEquals("Picture[8 x 4, grey]", wide.toString());
    Picture high = new Resize(4).apply(places(11, 5, 1), draws(0));
    assertEquals("Picture[4 x 8, grey]", high.toString());
    assertEquals("1 2|3 4", text(new Resize(2).apply(places(2, 2, 1), draws(0))));
  }

  /** 0 and 1 in the ratio 1 to 1: the half is rounded upwards. */
  @Test
  void halvesGoUpwards() {
    assertEquals("1", text(new Resize(1, 1).apply(Picture.of(1, 2, 1, 0, 1), draws(0))));
    assertEquals("255", text(new Resize(1, 1).apply(Picture.of(1, 2, 1, 255, 254), draws(0))));
  }

  @Test
  void resizedCropsAreOfTheAskedSizeAndKeepColours() {
    RandomResizedCrop crop = new RandomResizedCrop(4);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      Picture cut = crop.apply(places(9, 7, 3), draws(i));
      assertEquals("Picture[4 x 4, RGB]", cut.toString());
      seen.add(cut.sha256());
    }
    assertTrue(seen.size() > 40);
    Picture line = crop.apply(places(1, 100, 1), draws(0));
    assertEquals("Picture[4 x 4, grey]", line.toString());
    Picture whole = crop.scale(1, 1).ratio(1, 1).apply(places(4, 4, 1), draws(0));
    assertEquals(text(places(4, 4, 1)), text(whole));
  }

  @Test
  void aQuarterTurnMovesPixelsOnly() {
    RandomRotation left = new RandomRotation(90, 90);
    assertEquals("3 6 9|2 5 8|1 4 7", text(left.apply(places(3, 3, 1), draws(0))));
    assertEquals("2 4|1 3", text(left.apply(places(2, 2, 1), draws(0))));
    Picture still = new RandomRotation(0).apply(places(3, 4, 3), draws(0));
    assertEquals(text(places(3, 4, 3)), text(still));
  }

  @Test
  void erasesOneRectangle() {
    RandomErasing erasing = new RandomErasing(1).scale(0.2, 0.3).value(200, 201, 202);
    Picture white = new Picture(new byte[10 * 10 * 3], 10, 10, 3);
    for (int i = 0; i < 20; i++) {
      Picture erased = erasing.apply(white, draws(i));
      int count = 0;
      for (int k = 0; k < 300; k++) {
        int level = erased.bytes()[k] & 0xFF;
        assertTrue(level == 0 || level == 200 + k % 3);
        count += level == 0 ? 0 : 1;
      }
      assertEquals(75, count, 45);
    }
    assertSame(white, new RandomErasing(0).apply(white, draws(0)));
    refuses(
        "RandomErasing has a colour of 3 levels, was given Picture[2 x 2, grey].",
        () -> erasing.apply(places(2, 2, 1), draws(0)));
  }

  /** Factors are from max(0, 1 − x) on; a distance of 0 changes nothing. */
  @Test
  void jitterBlends() {
    Picture picture = Picture.of(1, 2, 3, 10, 100, 250, 30, 30, 30);
    assertSame(picture, new ColorJitter(0, 0, 0).apply(picture, draws(3)));
    double factor = Draws.of(1, 0, 5, 0).between(0.5, 1.5);
    long fixed = (long) Math.rint(factor * 65_536);
    Picture bright = new ColorJitter(0.5, 0, 0).apply(picture, draws(5));
    for (int i = 0; i < 6; i++) {
      long expected = Math.min(255, fixed * (picture.bytes()[i] & 0xFF) + 32_768 >> 16);
      assertEquals(expected, bright.bytes()[i] & 0xFF);
    }
    Draws second = Draws.of(1, 0, 5, 0);
    second.uniform();
    second.uniform();
    long colour = (long) Math.rint(second.between(0, 2) * 65_536);
    Picture strong = new ColorJitter(0, 0, 1).apply(picture, draws(5));
    int grey = picture.grey().level(0, 0, 0);
    long red = colour * 10 + (65_536 - colour) * grey + 32_768 >> 16;
    assertEquals(Math.max(0, Math.min(255, red)), strong.level(0, 0, 0));
    assertEquals(30, strong.level(0, 1, 2), "grey has no colour to change");
  }

  @Test
  void normalizeTakesAMeanAChannel() {
    Normalize normalize = new Normalize(new float[] {0, 0.5f, 1}, new float[] {1, 0.5f, 2});
    assertArrayEquals(
        new float[] {1, 0, -1, 1, -0.5f, 0},
        normalize.tensor(Picture.of(1, 2, 3, 255, 0, 0, 0, 255, 255)).values());
    refuses(
        "Normalize has 3 channels, was given Picture[1 x 1, grey]. Read it by PictureReader.rgb().",
        () -> normalize.tensor(Picture.of(1, 1, 1, 0)));
    refuses(
        "Normalize takes a mean and a standard deviation other than 0 for each channel, was given"
            + " [0.0] and [0.0].",
        () -> new Normalize(new float[] {0}, new float[] {0}));
  }

  /** Seed, epoch, example and place change what is drawn, and nothing else does. */
  @Test
  void whatIsDrawnDependsOnFourNumbers() {
    Transforms crops = Transforms.of(new RandomResizedCrop(8), new RandomResizedCrop(8));
    Picture picture = places(20, 20, 3);
    String hash = crops.apply(picture, 1, 2, 3).sha256();
    assertEquals(hash, crops.apply(picture, 1, 2, 3).sha256());
    assertNotEquals(hash, crops.apply(picture, 2, 2, 3).sha256());
    assertNotEquals(hash, crops.apply(picture, 1, 3, 3).sha256());
    assertNotEquals(hash, crops.apply(picture, 1, 2, 4).sha256());
    Transforms later = Transforms.of((given, draws) -> given).then(crops.steps().get(0));
    assertNotEquals(
        Transforms.of(crops.steps().get(0)).apply(picture, 1, 2, 3).sha256(),
        later.apply(picture, 1, 2, 3).sha256());
  }

  /** Every transform, in a row: the same bits on every machine. */
  @Test
  void aRowOfAllOfThemHasAKnownHash() {
    Transforms all =
        Transforms.of(
            new Resize(48),
            new RandomRotation(20),
            new RandomResizedCrop(40),
            new RandomCrop(32).padding(4),
            new RandomHorizontalFlip(),
            new RandomVerticalFlip(),
            new ColorJitter(0.4, 0.4, 0.4),
            new RandomErasing(),
            new CenterCrop(24));
    Picture picture = places(61, 83, 3);
    StringBuilder hashes = new StringBuilder();
    for (int example = 0; example < 16; example++) {
      hashes.append(all.apply(picture, 7, 3, example).sha256());
    }
    assertEquals(
        "08b181be46e5df7c9505119c6939af670f82e9c4a5182220b34fdb6368522711",
        new Picture(
                hashes.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII), 32, 32, 1)
            .sha256());
  }

  @Test
  void refusalsSayTheWayOut() {
    refuses(
        "CenterCrop: cannot cut 5 x 5 from Picture[4 x 3, grey]. Put a Resize before it.",
        () -> new CenterCrop(5).apply(places(3, 4, 1), draws(0)));
    refuses(
        "RandomCrop: cannot cut 7 x 7 from Picture[6 x 5, grey]. Put a Resize before it, or take"
            + " padding(…).",
        () -> new RandomCrop(7).padding(1).apply(places(3, 4, 1), draws(0)));
    refuses("CenterCrop: sizes are 1 or more, was given 0.", () -> new CenterCrop(0));
    refuses("RandomCrop: sizes are 1 or more, was given -1.", () -> new RandomCrop(-1));
    refuses("Resize: sizes are 1 or more, was given 0.", () -> new Resize(0));
    refuses(
        "RandomHorizontalFlip: a probability is from 0.0 to 1.0, was given 1.5.",
        () -> new RandomHorizontalFlip(1.5));
    refuses(
        "RandomResizedCrop: scale goes from a number above 0 to one that is not less, was given 0.0"
            + " and 1.0.",
        () -> new RandomResizedCrop(2).scale(0, 1));
    refuses(
        "ColorJitter: contrast is from 0.0 to 255.0, was given -1.0.",
        () -> new ColorJitter(0, -1, 0));
    refuses(
        "Resize: the longer side of Picture[2000 x 1, grey] would have 200000 pixels, more than"
            + " 32768. Put a CenterCrop before it.",
        () -> new Resize(100).apply(places(1, 2000, 1), draws(0)));
  }

  private static void refuses(String message, Executable executable) {
    assertEquals(message, assertThrows(PictureException.class, executable).getMessage());
  }
}
