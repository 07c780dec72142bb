package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ModelException;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.Parameter;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What belongs to a module: what it declares, in that order; and what is refused since it is not.
 */
class MembersTest {
  private static List<String> names(Module module) {
    return List.copyOf(module.namedParameters().keySet());
  }

  private static String refusal(Module module) {
    return assertThrows(ModelException.class, module::parameters).getMessage();
  }

  /** A module of which a test needs the members alone. */
  private abstract static class Block extends Layer {
    @Override
    public Tensor forward(Tensor x) {
      return x;
    }
  }

  // ---- what is declared ----

  private static final class Everything extends Block {
    final Linear second; // not the order of the fields, that of the declarations
    final Linear first;
    final Parameter gain;
    final List<Layer> list;
    final Map<String, Linear> byKey;
    final @Nullable Linear absent;

    Everything() {
      first = child("first", new Linear(2, 1));
      gain = parameter("gain", Initializer.ones(), 3);
      second = child("second", new Linear(1, 1));
      list = children("list", new Linear(1, 1), new ReLU(), new Linear(1, 1, false));
      byKey = children("heads", new LinkedHashMap<>(Map.of("b", new Linear(1, 1, false))));
      absent = child("absent", null);
    }
  }

  @Test
  void membersAreInTheOrderOfTheirDeclaration() {
    assertEquals(
        List.of(
            "first.weight",
            "first.bias",
            "gain",
            "second.weight",
            "second.bias",
            "list.0.weight",
            "list.0.bias",
            "list.2.weight",
            "heads.b.weight"),
        names(new Everything()));
    assertEquals(
        List.of("0.weight", "0.bias", "2.weight", "2.bias"),
        names(new Sequential(new Linear(4, 3), new ReLU(), new Linear(3, 2))));
  }

  @Test
  void aMapWithoutAnOrderIsTakenByKey() {
    class Heads extends Block {
      Heads() {
        children("heads", Map.of("c", linear(), "a", linear(), "b", linear()));
      }

      private static Linear linear() {
        return new Linear(1, 1, false);
      }
    }
    assertEquals(List.of("heads.a.weight", "heads.b.weight", "heads.c.weight"), names(new Heads()));
  }

  @Test
  void whatIsSharedStandsUnderItsFirstName() {
    Linear tied = new Linear(2, 2, false);
    assertEquals(List.of("0.weight"), names(new Sequential(tied, new ReLU(), tied)));
  }

  private static final class Named extends Block {
    Named(String... names) {
      for (String name : names) {
        child(name, new ReLU());
      }
    }
  }

  @Test
  void namesAreWordsAndOnce() {
    assertTrue(
        assertThrows(ModelException.class, () -> new Named("a", "a"))
            .getMessage()
            .endsWith("has two members that are called \"a\"."));
    for (String wrong : List.of("", "a.b")) {
      assertTrue(
          assertThrows(ModelException.class, () -> new Named(wrong))
              .getMessage()
              .endsWith("a member's name has letters and no dot, was \"" + wrong + "\"."));
    }
  }

  // ---- modules that know the one around them ----

  /** Inner classes, as Java has them, and a field for the parent. */
  private static final class Net extends Block {
    final float scale = 2;
    final Inner inner;
    final Child child;

    final class Inner extends Block {
      final Linear linear = child("linear", new Linear(1, 1, false));

      float scale() {
        return scale;
      }
    }

    static final class Child extends Block {
      final Net parent;
      final Child self = this;

      Child(Net parent) {
        this.parent = parent;
      }
    }

    Net() {
      inner = child("inner", new Inner());
      child = child("child", new Child(this));
    }
  }

  @Test
  void aModuleMayKnowTheOneAroundIt() {
    Net net = new Net();
    assertEquals(List.of("inner.linear.weight"), names(net));
    assertEquals(List.of("linear.weight"), names(net.inner));
    assertEquals(List.of(), names(net.child));
    net.close();
  }

  /** An anonymous class holds the object in which it was made; javac decides whether it does. */
  private static final class Factory extends Block {
    final Linear other = child("other", new Linear(3, 3));

    Layer head() {
      return new Block() {
        final Linear linear = child("linear", new Linear(2, 2, false));

        @Override
        public String toString() {
          return other.toString() + linear;
        }
      };
    }
  }

  @Test
  void anAnonymousModuleDoesNotHoldItsMaker() {
    assertEquals(List.of("linear.weight"), names(new Factory().head()));
  }

  private static final class Knot extends Block {
    void tie(Knot other) {
      child("knot", other);
    }
  }

  @Test
  void aModuleWithinItselfIsRefused() {
    Knot a = new Knot();
    Knot b = new Knot();
    a.tie(b);
    b.tie(a);
    assertEquals(
        "The module "
            + Knot.class.getName()
            + " contains itself, as \"knot.knot\". A module that knows the one around it holds it in"
            + " a field without declaring it.",
        refusal(a));
    assertThrows(ModelException.class, a::close);
  }

  @Test
  void modulesLieDeepInEachOther() {
    Knot root = new Knot();
    Knot last = root;
    for (int depth = 0; depth < 20_000; depth++) {
      Knot next = new Knot();
      last.tie(next);
      last = next;
    }
    assertEquals(List.of(), names(root));
    root.close();
  }

  // ---- what is held and not declared ----

  private static final class Holder<T> extends Block {
    final Linear head = child("head", new Linear(1, 1));
    final T held;

    Holder(T held) {
      this.held = held;
    }
  }

  private record Pair(String name, Layer layer) {}

  private static Linear linear() {
    return new Linear(1, 1);
  }

  static Stream<Arguments> held() {
    Stream<Supplier<Object>> modules =
        Stream.of(
            MembersTest::linear,
            () -> new ArrayList<>(List.of(linear())),
            () -> Set.of(linear()),
            () -> Map.of("a", linear()),
            () -> Map.of(linear(), "a"),
            () -> Optional.of(linear()),
            () -> new Module[] {linear()},
            () -> new Linear[][] {{linear()}},
            () -> List.of(List.of(), List.of(linear())),
            () -> new Pair("a", linear()),
            () -> List.of(Optional.of(new Object[] {1, linear()})));
    return Stream.concat(
        modules.map(make -> Arguments.of("module", make.get())),
        Stream.of(
            Arguments.of("parameter", linear().weight()),
            Arguments.of("parameter", List.of(linear().weight())),
            Arguments.of("parameter", new Parameter[] {linear().weight()})));
  }

  @ParameterizedTest
  @MethodSource("held")
  void whatIsNotDeclaredIsRefusedByTheFieldsName(String kind, Object held) {
    assertEquals(
        Holder.class.getName()
            + " (\"0\"): its field \"held\" holds a "
            + kind
            + " that is not declared: it would be neither trained nor saved. Declare it in the"
            + " constructor, by parameter, buffer, child or children; what is not to be a part of"
            + " the model is held behind a Supplier.",
        refusal(new Sequential(new Holder<>(held))));
  }

  static Stream<Object> harmless() {
    return Stream.of(
        "text",
        new float[] {1},
        List.of(1, 2),
        Optional.empty(),
        (Supplier<Module>) MembersTest::linear,
        new Object());
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void otherFieldsAreLetBe(Object held) {
    assertEquals(List.of("head.weight", "head.bias"), names(new Holder<>(held)));
  }

  @Test
  void whatIsDeclaredElsewhereInTheModelMayBeHeld() {
    Linear encoder = linear();
    assertEquals(
        List.of("0.weight", "0.bias", "1.head.weight", "1.head.bias"),
        names(new Sequential(encoder, new Holder<>(List.of(encoder)))));
  }

  @Test
  void aVariableOfAnAnonymousModuleIsNamed() {
    Linear captured = linear();
    Layer layer =
        new Block() {
          @Override
          public Tensor forward(Tensor x) {
            return captured.forward(x);
          }
        };
    String refusal = refusal(layer);
    assertTrue(refusal.contains("its field \"captured\" holds a module"), refusal);
  }

  @Test
  void aListThatHoldsItselfIsWalkedOnce() {
    Collection<Object> own = new ArrayList<>();
    own.add(own);
    assertEquals(List.of("head.weight", "head.bias"), names(new Holder<>(own)));
  }

  /** A constant of the class belongs to no object. */
  private static final class WithConstant extends Block {
    static final Linear SHARED = new Linear(1, 1);
  }

  @Test
  void aConstantIsNoMember() {
    assertEquals(List.of(), names(new WithConstant()));
  }
}
