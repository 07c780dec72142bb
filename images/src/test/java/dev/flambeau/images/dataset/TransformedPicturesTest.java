package dev.flambeau.images.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;
import dev.flambeau.images.transform.CenterCrop;
import dev.flambeau.images.transform.Normalize;
import dev.flambeau.images.transform.RandomCrop;
import dev.flambeau.images.transform.RandomHorizontalFlip;
import dev.flambeau.images.transform.Transforms;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TransformedPicturesTest {
  private static final Transforms AUGMENTED =
      Transforms.of(new RandomCrop(4).padding(2), new RandomHorizontalFlip())
          .normalize(Normalize.IMAGENET);

  /** Ten pictures that differ. */
  private record Made() implements PictureDataset {
    @Override
    public List<String> classes() {
      return List.of("even", "odd");
    }

    @Override
    public int size() {
      return 10;
    }

    @Override
    public Picture picture(int index) {
      byte[] bytes = new byte[6 * 5 * 3];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (31 * index + i);
      }
      return new Picture(bytes, 6, 5, 3);
    }

    @Override
    public int label(int index) {
      return index % 2;
    }

    @Override
    public String name(int index) {
      return "made " + index;
    }
  }

  /** The pictures of another dataset, every fourth changed. */
  private record Changed(PictureDataset all, UnaryOperator<Picture> change)
      implements PictureDataset {
    @Override
    public List<String> classes() {
      return all.classes();
    }

    @Override
    public int size() {
      return all.size();
    }

    @Override
    public Picture picture(int index) {
      return index % 4 == 0 ? change.apply(all.picture(index)) : all.picture(index);
    }

    @Override
    public int label(int index) {
      return all.label(index);
    }

    @Override
    public String name(int index) {
      return all.name(index);
    }
  }

  private static float[] values(Example example) {
    return ((HostTensor.Floats) example.input()).values();
  }

  @Test
  void anExampleIsThatOfItsIndexAndEpoch() {
    Dataset data = new Made().transformed(AUGMENTED, 5);
    for (int index : new int[] {3, 0, 9}) {
      Picture expected = AUGMENTED.apply(new Made().picture(index), 5, 2, index);
      float[] found = values(data.inEpoch(2).get(index));
      assertArrayEquals(Normalize.IMAGENET.tensor(expected).values(), found);
      assertFalse(Arrays.equals(found, values(data.inEpoch(3).get(index))));
    }
    assertEquals(Shape.of(3, 4, 4), data.get(0).input().shape());
  }

  /** An example of a part is the one of the whole, in whatever order a loader walks. */
  @Test
  void anExampleDependsOnNoOrderAndNoSplit() {
    Dataset data = new Made().transformed(AUGMENTED, 5);
    Dataset part = data.shuffled(1).split(4, 6).get(1);
    for (Dataset any : List.of(data, part)) {
      for (Batch batch : new DataLoader(any, 1).shuffled(8).epoch(6)) {
        float[] found = ((HostTensor.Floats) batch.input()).values();
        long same = 0;
        for (int i = 0; i < 10; i++) {
          same += Arrays.equals(found, values(data.inEpoch(6).get(i))) ? 1 : 0;
        }
        assertEquals(1, same);
      }
    }
  }

  /** By stacking examples, straight into a batch, and into one that is used again. */
  @Test
  void aBatchIsItsExamples() {
    Dataset data = new Made().transformed(AUGMENTED, 5).inEpoch(1);
    int[] indices = {7, 2, 7, 0};
    Batch used = data.batch(new int[] {1, 3, 4, 5});
    Batch again = data.batch(indices, used);
    assertSame(used.input().array(), again.input().array());
    for (Batch batch : List.of(data.batch(indices), again)) {
      assertArrayEquals(new int[] {1, 0, 1, 0}, ((HostTensor.Ints) batch.target()).values());
      for (int i = 0; i < indices.length; i++) {
        float[] row = ((HostTensor.Floats) batch.input().rows(i)).values();
        assertArrayEquals(values(data.get(indices[i])), row);
      }
    }
    assertEquals(Shape.of(2, 3, 4, 4), data.batch(new int[] {1, 2}, used).input().shape());
  }

  @Test
  void picturesOfSeveralSizesMakeNoBatch() {
    PictureDataset sizes =
        new Changed(
            new Made(), picture -> Transforms.of(new CenterCrop(5, 4)).apply(picture, 0, 0, 0));
    assertEquals(
        "Pictures of a batch need one size: made 1 is Picture[5 x 6, RGB], made 4 is Picture[4 x 5,"
            + " RGB]. Have a crop or a Resize of height and width transform them.",
        assertThrows(PictureException.class, () -> sizes.batch(new int[] {1, 4})).getMessage());
  }

  @Test
  void aRefusalNamesThePicture() {
    Dataset data = new Made().transformed(Transforms.of(new CenterCrop(8)), 0);
    assertEquals(
        "made 7: CenterCrop: cannot cut 8 x 8 from Picture[5 x 6, RGB]. Put a Resize before it.",
        assertThrows(PictureException.class, () -> data.get(7)).getMessage());
  }
}
