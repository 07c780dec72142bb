package dev.flambeau.images.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.data.cifar.CIFAR10;
import dev.flambeau.data.cifar.CifarData;
import dev.flambeau.images.Picture;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarPicturesTest {
  @Test
  void picturesHaveTheFilesLevels(@TempDir Path folder) throws IOException {
    byte[] record = new byte[3073];
    record[0] = 7;
    for (int i = 1; i < record.length; i++) {
      record[i] = (byte) (i * i % 251);
    }
    for (String name : new String[] {"data_batch_1", "data_batch_2", "data_batch_3"}) {
      Files.write(folder.resolve(name + ".bin"), new byte[0]);
    }
    Files.write(folder.resolve("data_batch_4.bin"), record);
    Files.write(folder.resolve("data_batch_5.bin"), record);
    Files.write(folder.resolve("test_batch.bin"), record);
    CifarData data = CIFAR10.read(folder);
    PictureDataset pictures = CifarPictures.train(data);
    assertEquals(2, pictures.size());
    assertEquals(7, pictures.label(1));
    assertEquals("data_batch_5.bin: 0", pictures.name(1));
    Picture picture = pictures.picture(0);
    assertEquals(record[1 + 2 * 1024 + 5 * 32 + 9] & 0xFF, picture.level(5, 9, 2));
    assertArrayEquals(
        ((HostTensor.Floats) data.test().get(0).input()).values(),
        ((HostTensor.Floats) CifarPictures.test(data).get(0).input()).values());
  }
}
