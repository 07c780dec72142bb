package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.WIDE;

import dev.flambeau.op.Composite;
import dev.flambeau.op.Elementwise;
import dev.flambeau.op.Op;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * numerics.md, "Expressions": every composite with the bits of its expression, op by op, and
 * expressions such as users write.
 */
public final class CompositeCases {
  /** The first numbers of composites that have some: increasing, and special to none. */
  private static final float[] NUMBERS = {-0.75f, 1.25f, 2.5f};

  private CompositeCases() {}

  static void define(Cases cases) {
    cases.rule("Expressions");
    for (Class<? extends Op> op : Op.all()) {
      if (Composite.class.isAssignableFrom(op) && op != Composite.Expression.class) {
        derived(cases, (Composite) example(op));
      }
    }
    everyShape(cases, Elementwise.of("gated", x -> x.mul(x.sigmoid()).add(0.5)));
    everyShape(cases, Elementwise.of("swish", (x, beta) -> x.mul(x.mul(beta).sigmoid())));
    everyShape(cases, Elementwise.of("mixed", (a, b, c) -> a.lt(b).where(a.fma(b, c), c)));
    cases
        .of(Elementwise.of("sum", (a, b) -> a.add(b)))
        .refuses("(3) × (4)", ShapeMismatchException.class);
    cases
        .of(Elementwise.of("total", x -> x.sum(List.of(0), true)))
        .refuses("(3)", TypeMismatchException.class);
  }

  /** An op of this class, with numbers where it has attributes. */
  public static Op example(Class<? extends Op> op) {
    RecordComponent[] components = op.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[types.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = NUMBERS[i];
    }
    try {
      return op.getDeclaredConstructor(types).newInstance(values);
    } catch (NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException(op + " takes other than numbers: give it a case by hand", e);
    }
  }

  /** Flat, and stretched where there is something to stretch: each is a kernel to compile. */
  private static void derived(Cases cases, Composite op) {
    List<String> stretched = shapes(op.arity());
    cases.of(op).shapes(stretched.get(stretched.size() - 1)).values(SPECIAL, WIDE);
    String flat = String.join(" × ", List.of("(N)", "(N)", "(N)").subList(0, op.arity()));
    cases.of(op).sizes(flat, 31, 65, 2049).values(BITS);
    cases.of(op).refuses(op.arity() == 1 ? "(3) × (3)" : "(3)", ShapeMismatchException.class);
  }

  private static void everyShape(Cases cases, Composite op) {
    List<String> stretched = shapes(op.arity());
    for (String shapes : stretched.subList(0, stretched.size() - 1)) {
      cases.of(op).shapes(shapes).values(SPECIAL, WIDE);
    }
    derived(cases, op);
  }

  private static List<String> shapes(int arity) {
    return switch (arity) {
      case 1 -> List.of("()", "(0)", "(33, 65)");
      case 2 -> List.of("() × ()", "(33, 1) × (65)", "(0) × (1)", "(33, 65) × (65)");
      default -> List.of("() × () × ()", "(4) × (3, 1) × (2, 1, 1)", "(33, 65) × (65) × ()");
    };
  }
}
