package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.images.ConfusionPicture;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;
import dev.flambeau.images.PictureReader;
import dev.flambeau.images.PictureWriter;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.train.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfusionPictureTest {
  /** Of four cats one was taken for an owl; there are no owls. */
  private static ConfusionMatrix matrix() {
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat", "owl"));
    try (Device device = Device.open("cpu:reference");
        Scope scope = Scope.open()) {
      matrix.add(
          device.tensor(new float[] {1, 0, 1, 0, 0, 1, 1, 0}, 4, 2), HostTensor.of(new int[4], 4));
    }
    return matrix;
  }

  /** Blue for what is right, red for what is not, white for what has none. */
  @Test
  void cellsAreAsDarkAsTheirShareOfTheRow() {
    Picture picture = ConfusionPicture.of(matrix());
    assertEquals("Picture[91 x 91, RGB]", picture.toString());
    assertEquals("105 105 255", colour(picture, 32, 32));
    assertEquals("255 205 205", colour(picture, 32, 62));
    assertEquals("255 255 255", colour(picture, 62, 32));
    assertEquals("192 192 192", colour(picture, 60, 32));
    assertEquals("255 255 255", colour(picture, 0, 0));
  }

  private static String colour(Picture picture, int row, int column) {
    return picture.level(row, column, 0)
        + " "
        + picture.level(row, column, 1)
        + " "
        + picture.level(row, column, 2);
  }

  /** 75 in white, the first row of dots: three of the 7, three of the 5. */
  @Test
  void aCellSaysHowManyInAHundred() {
    Picture picture = ConfusionPicture.of(matrix());
    StringBuilder dots = new StringBuilder();
    for (int column = 30; column < 60; column++) {
      dots.append(colour(picture, 40, column).equals("255 255 255") ? '#' : ' ');
    }
    assertEquals("######  ######", dots.toString().strip());
  }

  @Test
  void itIsAPng(@TempDir Path folder) throws IOException {
    Picture picture = ConfusionPicture.of(matrix());
    PictureWriter.write(picture, folder.resolve("confusion.png"));
    Picture read = PictureReader.rgb().read(folder.resolve("confusion.png"));
    assertEquals(picture.sha256(), read.sha256());
  }

  @Test
  void tooManyClassesAreNoPicture() {
    ConfusionMatrix large = new ConfusionMatrix(Collections.nCopies(251, "x"));
    assertEquals(
        "A confusion matrix of 251 classes is no picture; 250 are the most.",
        assertThrows(PictureException.class, () -> ConfusionPicture.of(large)).getMessage());
  }
}
