package dev.flambeau.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that the README shows is true to the API. */
class ReadmeTest {
  private static final String[] PACKAGES = {"data", "nn", "optim", "tensor", "train"};

  @TempDir private Path folder = Path.of("");

  @Test
  void theProgramCompiles() throws IOException {
    StringWriter messages = new StringWriter();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                messages,
                null,
                null,
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                null,
                List.of(program()))
            .call();
    assertTrue(compiled, messages.toString());
  }

  private static JavaFileObject program() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String body = readme.split("```java\n")[1].split("```")[0];
    StringBuilder source = new StringBuilder("import java.nio.file.Path;\n");
    for (String name : PACKAGES) {
      source.append("import dev.flambeau.").append(name).append(".*;\n");
    }
    source.append("class Program { static void run(long seed) throws Exception {\n");
    source.append(body).append("}}\n");
    return new SimpleJavaFileObject(
        URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
