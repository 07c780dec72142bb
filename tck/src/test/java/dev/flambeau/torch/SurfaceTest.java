package dev.flambeau.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.flambeau.nn.Module;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Axes;
import dev.flambeau.tensor.functional.Channels;
import dev.flambeau.tensor.functional.Convolutions;
import dev.flambeau.tensor.functional.Norms;
import dev.flambeau.tensor.functional.Padding;
import dev.flambeau.tensor.functional.Pools;
import dev.flambeau.tensor.functional.Resampling;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Proves that every method that computes, every layer and every loss has a line. */
class SurfaceTest {
  /** The names of the lines, without what their methods are given. */
  private static final Set<String> TESTED =
      Line.ALL.stream()
          .map(line -> line.name().split(":")[0])
          .collect(Collectors.toCollection(TreeSet::new));

  private static final String PROPERTY = "tells of the tensor, computes nothing";
  private static final String TAPE = "is about the tape: AutogradTest";
  private static final String GRAPH = "is about the tape: GraphModeTest";
  private static final String DRAWN = "draws numbers of its own: RandomTest";
  private static final String PLACE =
      "changes a tensor in place: ChangedInPlaceTest, OptimizerTest";
  private static final String READ = "reads what every line gives, by toHost";
  private static final String WRITTEN = "brings every line's inputs";

  /** Methods without a line, each with the reason. */
  private static final Map<String, String> NO_OPS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("apply(Op, List)", "runs any op: DevicesTest, GradientTest"),
              Map.entry("apply(Op, Tensor...)", "as apply(Op, List): com.example.own"),
              Map.entry("device()", PROPERTY),
              Map.entry("shape()", PROPERTY),
              Map.entry("dtype()", PROPERTY),
              Map.entry("isClosed()", PROPERTY),
              Map.entry("toString()", PROPERTY),
              Map.entry("close()", "frees memory: ScopeTest"),
              Map.entry("requiresGrad()", TAPE),
              Map.entry("requiresGrad(boolean)", TAPE),
              Map.entry("grad()", TAPE),
              Map.entry("zeroGrad()", TAPE),
              Map.entry("noGrad()", TAPE),
              Map.entry("backward()", TAPE),
              Map.entry("backward(Tensor)", TAPE),
              Map.entry("backward(GraphMode)", GRAPH),
              Map.entry("backward(Tensor, GraphMode)", GRAPH),
              Map.entry("registerHook(UnaryOperator)", GRAPH),
              Map.entry("to(Device)", "moves between devices: HostTransferTest"),
              Map.entry("write(float...)", PLACE),
              Map.entry("write(HostTensor)", PLACE),
              Map.entry("copyFrom(Tensor)", PLACE),
              Map.entry("toFloats()", READ),
              Map.entry("toDoubles()", READ),
              Map.entry("toInts()", READ),
              Map.entry("toBooleans()", READ),
              Map.entry("toHost()", READ),
              Map.entry("item()", READ),
              Map.entry(
                  "Functional.atLabels(Tensor, Tensor)",
                  "is the labels' loss: NLLLoss in LossCases"),
              Map.entry("Functional.dropout(Tensor, double)", DRAWN),
              Map.entry("Functional.dropout(Tensor, double, int)", DRAWN),
              Map.entry("Functional.alphaDropout(Tensor, double)", DRAWN),
              Map.entry("Functional.bernoulli(Tensor)", DRAWN),
              Map.entry("Functional.multinomial(Tensor, int, boolean)", DRAWN),
              Map.entry("Device.rand(int...)", DRAWN),
              Map.entry("Device.randn(int...)", DRAWN),
              Map.entry("Device.randint(int, int, int...)", DRAWN),
              Map.entry("Functional.update(OptimizerUpdate, List, List)", PLACE),
              Map.entry("Functional.update(OptimizerUpdate, List, List, Tensor)", PLACE),
              Map.entry("Device.tensor(float[], int...)", WRITTEN),
              Map.entry("Device.tensor(double[], int...)", WRITTEN),
              Map.entry("Device.tensor(int[], int...)", WRITTEN),
              Map.entry("Device.tensor(boolean[], int...)", WRITTEN),
              Map.entry("Device.bring(HostTensor, Tensor)", PLACE),
              Map.entry("Device.tensor(HostTensor)", WRITTEN)));

  @Test
  void everyMethodThatComputesHasALine() {
    assertEquals(List.of(), without(TESTED), "methods without a line, and without a reason");
  }

  @Test
  void aMethodWithoutALineIsFound() {
    Set<String> fewer = new TreeSet<>(TESTED);
    fewer.removeAll(Set.of("softmax(int)", "Functional.linear(Tensor, Tensor)"));
    assertEquals(List.of("Functional.linear(Tensor, Tensor)", "softmax(int)"), without(fewer));
  }

  /** A line under a method's name is not enough: the tables call each one. */
  @Test
  void theTablesCallEveryMethodThatTheyName() {
    Set<String> called =
        calledBy(
            TensorCases.class,
            ChannelCases.class,
            NormCases.class,
            PositionCases.class,
            ResamplingCases.class,
            WindowCases.class);
    List<Method> named = surface().filter(method -> TESTED.contains(signature(method))).toList();
    assertTrue(named.size() > 50, "only " + named.size() + " methods");
    assertEquals(
        List.of(),
        named.stream().map(SurfaceTest::fullName).filter(name -> !called.contains(name)).toList());
  }

  /** The methods that classes call, their lambdas too; no other class is read for it. */
  private static Set<String> calledBy(Class<?>... tables) {
    Set<String> called = new TreeSet<>();
    ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setResolveMissingDependenciesFromClassPath(false);
          for (JavaClass imported : new ClassFileImporter().importClasses(tables)) {
            for (JavaMethodCall call : imported.getMethodCallsFromSelf()) {
              called.add(call.getTarget().getFullName());
            }
          }
        });
    return called;
  }

  @Test
  void everyReasonIsForAMethodThatIsThere() {
    List<String> there = surface().map(SurfaceTest::signature).toList();
    assertEquals(
        List.of(),
        NO_OPS.keySet().stream()
            .filter(name -> !there.contains(name) || TESTED.contains(name))
            .toList());
  }

  @Test
  void everyLayerAndEveryLossHasALine() throws IOException, ClassNotFoundException {
    List<String> found = new ArrayList<>(made("dev.flambeau.nn", Module.class::isAssignableFrom));
    found.addAll(made("dev.flambeau.nn.padding", Module.class::isAssignableFrom));
    found.addAll(made("dev.flambeau.nn.loss", Class::isRecord));
    found.addAll(made("dev.flambeau.nn.loss.image", Class::isRecord));
    assertTrue(found.containsAll(List.of("Linear", "RNN", "MSELoss")), found::toString);
    found.removeAll(TESTED);
    assertEquals(List.of(), found, "layers and losses without a line");
  }

  /** The public classes of a package that can be made. */
  private static List<String> made(String folder, Predicate<Class<?>> chosen)
      throws IOException, ClassNotFoundException {
    List<String> found = new ArrayList<>();
    Path sources = Path.of("../api/src/main/java", folder.replace('.', '/'));
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        if (!name.equals("package-info") && isMade(Class.forName(folder + "." + name), chosen)) {
          found.add(name);
        }
      }
    }
    return found;
  }

  private static boolean isMade(Class<?> type, Predicate<Class<?>> chosen) {
    return chosen.test(type)
        && Modifier.isPublic(type.getModifiers())
        && !Modifier.isAbstract(type.getModifiers());
  }

  /** Values that no line reads, and lines without values, would prove nothing. */
  @Test
  void everyLineHasItsValues() {
    Set<String> names =
        Line.ALL.stream().map(Line::name).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Line.ALL.size(), names.size(), "a name stands twice");
    assertEquals(names, new TreeSet<>(TorchValues.read().keySet()));
  }

  private static List<String> without(Set<String> lines) {
    return surface()
        .map(SurfaceTest::signature)
        .filter(name -> !lines.contains(name) && !NO_OPS.containsKey(name))
        .sorted()
        .toList();
  }

  /** Everything of a tensor and of the fused ops, and what makes tensors on a device. */
  private static Stream<Method> surface() {
    return Stream.of(
            methods(Tensor.class, method -> true),
            methods(Functional.class, method -> true),
            methods(Axes.class, method -> true),
            methods(Convolutions.class, method -> true),
            methods(Pools.class, method -> true),
            methods(Channels.class, method -> true),
            methods(Padding.class, method -> true),
            methods(Resampling.class, method -> true),
            methods(Norms.class, method -> true),
            methods(Device.class, method -> method.getReturnType() == Tensor.class))
        .flatMap(methods -> methods);
  }

  private static Stream<Method> methods(Class<?> type, Predicate<Method> chosen) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .filter(chosen);
  }

  /** As lines are named: {@code sum(int[], boolean)}, {@code Functional.linear(Tensor, Tensor)}. */
  private static String signature(Method method) {
    String types =
        Stream.of(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", "));
    String parameters =
        method.isVarArgs() ? types.substring(0, types.length() - "[]".length()) + "..." : types;
    Class<?> owner = method.getDeclaringClass();
    String prefix = owner == Tensor.class ? "" : owner.getSimpleName() + ".";
    return prefix + method.getName() + "(" + parameters + ")";
  }

  /** As ArchUnit names it. */
  private static String fullName(Method method) {
    String parameters =
        Stream.of(method.getParameterTypes()).map(Class::getName).collect(Collectors.joining(", "));
    return method.getDeclaringClass().getName() + "." + method.getName() + "(" + parameters + ")";
  }
}
