package dev.flambeau.build;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.flambeau.build.SourceTree.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * How long files and functions may be, and how many files a package has: what keeps a code base
 * readable is not its median but its tail.
 */
final class Budget {
  static final int LONGEST_FILE = 600;
  static final int USUAL_FILE = 350;
  static final int LONGEST_FUNCTION = 80;
  static final int USUAL_FUNCTION = 25;

  /** A tile of sums that stay in registers is one loop, of which nothing may be taken out. */
  static final int LONGEST_VECTOR_FUNCTION = 120;

  private static final String VECTORS = "/src/main/java-vector/";
  static final int LONGEST_KERNEL_FILE = 350;
  static final int LARGEST_PACKAGE = 20;

  /** The one class that users meet, most of it Javadoc. */
  private static final String TENSOR = "api/src/main/java/dev/flambeau/tensor/Tensor.java";

  private static final int LONGEST_TENSOR = 900;

  /**
   * Families whose members are looked up by name: the kinds of ops, their cases, and the layers.
   */
  private static final Set<String> FAMILIES =
      Set.of("dev.flambeau.op", "dev.flambeau.nn", "dev.flambeau.tck.catalogue");

  private static final Pattern MAIN_CLASS =
      Pattern.compile("[^/]+/src/main/java[^/]*/(.+)/(?!package-info|module-info)[^/]+\\.java");

  private Budget() {}

  /** Something with a length: a file, or a function in one. */
  record Length(String what, int lines) {}

  /** What is too long among Java files, in words; empty if all is well. */
  static List<String> javaFiles(List<Source> sources) {
    List<Length> lengths =
        sources.stream()
            .filter(source -> !source.path().equals(TENSOR))
            .map(source -> new Length(source.path(), source.lines()))
            .toList();
    List<String> found = check("file", lengths, USUAL_FILE, LONGEST_FILE);
    sources.stream()
        .filter(source -> source.path().equals(TENSOR) && source.lines() > LONGEST_TENSOR)
        .forEach(source -> found.add(TENSOR + " has " + source.lines() + " lines"));
    return found;
  }

  /** What is too long among functions. */
  static List<String> functions(List<Source> sources) {
    List<Length> lengths = new ArrayList<>();
    sources.forEach(source -> lengths.addAll(functionsOf(source)));
    List<String> found = check("function", lengths, USUAL_FUNCTION, LONGEST_VECTOR_FUNCTION);
    lengths.stream()
        .filter(length -> length.lines() <= LONGEST_VECTOR_FUNCTION)
        .filter(length -> length.lines() > LONGEST_FUNCTION && !length.what().contains(VECTORS))
        .forEach(length -> found.add(0, tooLong(length, LONGEST_FUNCTION)));
    return found;
  }

  /** What is too long among OpenCL C files. */
  static List<String> kernelFiles(List<Source> sources) {
    List<Length> lengths =
        sources.stream().map(source -> new Length(source.path(), source.lines())).toList();
    return check("kernel file", lengths, LONGEST_KERNEL_FILE, LONGEST_KERNEL_FILE);
  }

  /** Which packages of main code have too many files. */
  static List<String> packages(List<Source> sources) {
    List<String> found = new ArrayList<>();
    sizes(sources)
        .forEach(
            (name, size) -> {
              if (size > LARGEST_PACKAGE && !FAMILIES.contains(name)) {
                found.add(name + " has " + size + " files, more than " + LARGEST_PACKAGE);
              }
            });
    return found;
  }

  /** The files of each package, without those that describe it. */
  private static Map<String, Long> sizes(List<Source> sources) {
    return sources.stream()
        .map(source -> MAIN_CLASS.matcher(source.path()))
        .filter(Matcher::matches)
        .map(path -> path.group(1).replace('/', '.'))
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }

  /** 95 in 100 within what is usual, and none above the limit. */
  private static List<String> check(String kind, List<Length> lengths, int usual, int longest) {
    List<String> found = new ArrayList<>();
    for (Length length : lengths) {
      if (length.lines() > longest) {
        found.add(tooLong(length, longest));
      }
    }
    long above = lengths.stream().filter(length -> length.lines() > usual).count();
    if (above * 20 > lengths.size()) {
      found.add(
          above + " of " + lengths.size() + " " + kind + "s have more than " + usual + " lines");
    }
    return found;
  }

  private static String tooLong(Length length, int longest) {
    return length.what() + " has " + length.lines() + " lines, more than " + longest;
  }

  /** By the compiler's own parser. */
  static List<Length> functionsOf(Source source) {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, List.of(file(source)));
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<Length> lengths = new ArrayList<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        LineMap lines = unit.getLineMap();
        unit.accept(
            new TreeScanner<Void, Void>() {
              @Override
              public Void visitMethod(MethodTree method, Void unused) {
                long first = lines.getLineNumber(positions.getStartPosition(unit, method));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method));
                String name = source.path() + ":" + method.getName();
                lengths.add(new Length(name, (int) (last - first + 1)));
                return super.visitMethod(method, unused);
              }
            },
            null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lengths;
  }

  private static JavaFileObject file(Source source) {
    URI uri = URI.create("string:///" + source.path());
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source.text();
      }

      /** A module-info may stand in any folder. */
      @Override
      public boolean isNameCompatible(String simpleName, Kind kind) {
        return true;
      }
    };
  }
}
