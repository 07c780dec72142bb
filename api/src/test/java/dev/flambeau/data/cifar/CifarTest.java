package dev.flambeau.data.cifar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.data.DatasetException;
import dev.flambeau.data.Example;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
  @TempDir private Path folder = Path.of("");

  /** Records whose pixels follow from file and number. */
  private void write(String name, int count, int... labels) throws IOException {
    byte[] records = new byte[count * (labels.length + 3072)];
    for (int i = 0; i < count; i++) {
      int at = i * (labels.length + 3072);
      for (int k = 0; k < labels.length; k++) {
        records[at + k] = (byte) (labels[k] + i);
      }
      for (int k = 0; k < 3072; k++) {
        records[at + labels.length + k] = (byte) (name.hashCode() + 7 * i + k);
      }
    }
    Files.write(folder.resolve(name), records);
  }

  @BeforeEach
  void writeFiles() throws IOException {
    for (int part = 1; part <= 5; part++) {
      write("data_batch_" + part + ".bin", part, part);
    }
    write("test_batch.bin", 2, 8);
    write("train.bin", 3, 17, 97);
    write("test.bin", 1, 0, 42);
  }

  @Test
  void readsTheFilesOfCifar10OneBehindTheOther() throws IOException {
    Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
    CifarData data = CIFAR10.read(folder);
    assertEquals(15, data.train().size());
    assertEquals(2, data.test().size());
    assertEquals(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"), data.classes());
    assertEquals("data_batch_3.bin: 1", data.train().name(4));
    assertEquals(4, data.train().label(4));
    assertEquals((byte) ("data_batch_3.bin".hashCode() + 7 + 1), data.train().planes(4)[1]);
    Example example = data.test().get(1);
    assertEquals(Shape.of(3, 32, 32), example.input().shape());
    assertArrayEquals(new int[] {9}, ((HostTensor.Ints) example.target()).values());
    float[] levels = ((HostTensor.Floats) example.input()).values();
    assertEquals((data.test().planes(1)[3071] & 0xFF) / 255f, levels[3071]);
    assertEquals(Shape.of(2, 3, 32, 32), data.test().batch(new int[] {0, 1}).input().shape());
  }

  @Test
  void readsEitherLabelOfCifar100() throws IOException {
    CifarData fine = CIFAR100.read(folder);
    CifarData coarse = CIFAR100.readCoarse(folder);
    assertEquals(99, fine.train().label(2));
    assertEquals(19, coarse.train().label(2));
    assertArrayEquals(fine.test().planes(0), coarse.test().planes(0));
    assertEquals("99", fine.classes().get(99));
    assertEquals(20, coarse.classes().size());
  }

  @Test
  void refusesWhatIsMissingOrDamaged() throws IOException {
    Path file = folder.resolve("data_batch_2.bin");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    refuses(
        file
            + ": 6145 bytes are no whole number of records of 3073. Is it cut off, or of the other"
            + " CIFAR?",
        () -> CIFAR10.read(folder));
    whole[3073] = 10;
    Files.write(file, whole);
    refuses(file + ": record 1 has the label 10; labels are below 10.", () -> CIFAR10.read(folder));
    Files.delete(file);
    refuses(
        "No file "
            + file
            + ". Needed there: data_batch_1.bin, data_batch_2.bin, data_batch_3.bin,"
            + " data_batch_4.bin, data_batch_5.bin.",
        () -> CIFAR10.read(folder));
    Path names = Files.writeString(folder.resolve("fine_label_names.txt"), "a\n");
    refuses(names + ": 1 names; there are 100 classes.", () -> CIFAR100.read(folder));
  }

  @Test
  void refusesAnExampleThatIsNotThere() throws IOException {
    CifarImages images = CIFAR10.read(folder).test();
    refuses("There is no example 2; there are 2.", () -> images.get(2));
    refuses("There is no example -1; there are 2.", () -> images.get(-1));
  }

  private static void refuses(String message, Executable executable) {
    assertEquals(message, assertThrows(DatasetException.class, executable).getMessage());
  }
}
