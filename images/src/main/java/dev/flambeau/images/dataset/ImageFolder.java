package dev.flambeau.images.dataset;

import dev.flambeau.data.DatasetException;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;
import dev.flambeau.images.PictureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder that has a folder for each class, with its pictures in it or deeper. Pictures are read
 * when they are asked for, and not kept.
 *
 * <p>Classes are in the order of their names, and pictures in that of their paths with "/" between
 * the parts, both compared letter by letter by the numbers of UTF-16, so that no locale decides.
 * Pictures are the files whose names end in {@code .png}, {@code .jpg}, {@code .jpeg}, {@code .bmp}
 * or {@code .gif}, in letters of either case; what is hidden is left out.
 */
public final class ImageFolder implements PictureDataset {
  private final Path root;
  private final PictureReader reader;
  private final FolderTree tree;

  private ImageFolder(Path root, PictureReader reader, FolderTree tree) {
    this.root = root;
    this.reader = reader;
    this.tree = tree;
  }

  /** Opens a folder whose pictures are read in red, green and blue. */
  public static ImageFolder open(Path root) throws IOException {
    return open(root, PictureReader.rgb());
  }

  /**
   * Opens a folder: lists its files, and reads none of them.
   *
   * @throws DatasetException if it is no folder, has no classes, or a class has no pictures; the
   *     message names those
   * @throws IOException if it cannot be listed
   */
  public static ImageFolder open(Path root, PictureReader reader) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new DatasetException(
          root + " is no folder; expected one with a folder for each class of pictures.");
    }
    FolderTree tree = FolderTree.of(root);
    if (tree.classes().isEmpty()) {
      throw new DatasetException(
          root + " has no folders in it; expected one for each class of pictures.");
    }
    List<String> empty = tree.emptyClasses();
    if (!empty.isEmpty()) {
      throw new DatasetException(
          root
              + ": no pictures in "
              + String.join(", ", empty)
              + ". A class needs one or more, as .png, .jpg, .jpeg, .bmp or .gif; put them there, or"
              + " remove the folder.");
    }
    return new ImageFolder(root, reader, tree);
  }

  @Override
  public List<String> classes() {
    return tree.classes();
  }

  /** The files that are no pictures by their names, and so are left out: paths below the folder. */
  public List<String> skipped() {
    return tree.skipped();
  }

  @Override
  public int size() {
    return tree.files().size();
  }

  private FolderTree.Member member(int index) {
    if (index < 0 || index >= size()) {
      throw new DatasetException("There is no example " + index + "; there are " + size() + ".");
    }
    return tree.files().get(index);
  }

  @Override
  public Picture picture(int index) {
    Path file = root.resolve(member(index).path());
    try {
      return reader.read(file);
    } catch (NoSuchFileException e) {
      throw new PictureException(file + " is not there any more.", e);
    } catch (IOException e) {
      throw new PictureException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public int label(int index) {
    return member(index).label();
  }

  /** A picture's path below the folder, with "/" between its parts. */
  @Override
  public String name(int index) {
    return member(index).path();
  }
}
