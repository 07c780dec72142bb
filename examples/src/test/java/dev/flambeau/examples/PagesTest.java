package dev.flambeau.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of a page compiles and runs as it stands, and prints what its comments say. */
class PagesTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w+");

  @TempDir private Path folder = Path.of("");

  /** Blocks that are classes stand beside a method of all the others. */
  private record Program(List<String> classes, List<String> statements) {
    static Program of(String page) {
      List<String> classes = new ArrayList<>();
      List<String> statements = new ArrayList<>();
      Matcher block = BLOCK.matcher(page);
      while (block.find()) {
        (block.group(1).startsWith("static final class") ? classes : statements)
            .add(block.group(1));
      }
      return new Program(classes, statements);
    }

    String code() {
      return String.join("\n", statements) + String.join("\n", classes);
    }

    String source() throws IOException {
      return imports(code())
          + "public final class Program {\n"
          + String.join("\n", classes)
          + "public static void run(Path folder) throws Exception {\n"
          + String.join("\n", statements)
          + "}}\n";
    }
  }

  /** Each class by its name: what a reader's editor would add. */
  private static String imports(String code) throws IOException {
    Map<String, String> known = new TreeMap<>();
    String api = "op data data.cifar io nn nn.loss optim tensor train";
    for (String name : api.split(" ")) {
      addTypes("../api", name, known);
    }
    for (String name : "images images.dataset images.transform".split(" ")) {
      addTypes("../images", name, known);
    }
    StringBuilder imports = new StringBuilder("import java.util.*;\nimport java.nio.file.*;\n");
    WORD.matcher(code)
        .results()
        .map(word -> known.get(word.group()))
        .filter(type -> type != null)
        .distinct()
        .forEach(type -> imports.append("import ").append(type).append(";\n"));
    return imports.toString();
  }

  private static void addTypes(String module, String name, Map<String, String> known)
      throws IOException {
    Path sources = Path.of(module, "src/main/java/dev/flambeau", name.replace('.', '/'));
    try (Stream<Path> files = Files.list(sources)) {
      files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .forEach(type -> known.put(type, "dev.flambeau." + name + "." + type));
    }
  }

  private void compile(String source) {
    StringWriter messages = new StringWriter();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(messages, null, null, options, null, List.of(file))
            .call();
    assertTrue(compiled, messages + "\n" + source);
  }

  private String run() throws Exception {
    PrintStream out = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    Path runs = Files.createDirectory(folder.resolve("runs"));
    try (var loader = new URLClassLoader(new java.net.URL[] {folder.toUri().toURL()})) {
      loader.loadClass("Program").getMethod("run", Path.class).invoke(null, runs);
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theReadmesProgramIsTheExample() throws IOException {
    String readme = Program.of(Files.readString(Path.of("..", "README.md"))).statements().get(0);
    String example =
        Files.readString(
            Path.of("src", "main", "java", "dev", "flambeau", "examples", "Mnist.java"));
    compile(
        imports(readme)
            + "final class Program { static void run() throws Exception {\n"
            + readme
            + "}}\n");
    for (String line : readme.lines().toList()) {
      String code = line.replaceFirst("//.*", "").strip();
      if (code.startsWith("var loss") || code.contains("backward") || code.contains("forward")) {
        assertTrue(example.contains(code), "Mnist.java lacks: " + code);
      }
    }
  }

  @Test
  void theGuideRunsFromItsTopToItsEnd() throws Exception {
    Program guide = Program.of(Files.readString(Path.of("..", "docs", "guide.md")));
    assertTrue(guide.statements().size() >= 10, "the guide's blocks are found");
    compile(guide.source());
    List<String> lines = run().lines().toList();
    List<String> expected = printed(guide.statements());
    assertEquals(expected.size(), lines.size(), lines.toString());
    for (int i = 0; i < lines.size(); i++) {
      if (!expected.get(i).isEmpty()) {
        assertEquals(expected.get(i), lines.get(i));
      }
    }
    assertTrue(
        lines.get(2).startsWith("[0.inner.weight, 0.inner.bias, 0.gain, 0.shortcut.weight,"));
  }

  /** The other blocks are parts of files, which the conformance kit's tests compare. */
  @Test
  void theOpPagesExpressionRuns() throws Exception {
    Program page = Program.of(Files.readString(Path.of("..", "docs", "adding-an-op.md")));
    Program expression = new Program(List.of(), page.statements().subList(0, 1));
    compile(expression.source());
    assertEquals(printed(expression.statements()), run().lines().toList());
  }

  /** What the comment behind each line that prints says; empty where there is none. */
  private static List<String> printed(List<String> statements) {
    return String.join("\n", statements)
        .lines()
        .filter(line -> line.contains("System.out.println("))
        .map(line -> line.contains("// ") ? line.substring(line.indexOf("// ") + 3) : "")
        .toList();
  }
}
