package dev.flambeau.tck;

import static java.util.Comparator.comparing;

import dev.flambeau.op.Composite;
import dev.flambeau.op.DType;
import dev.flambeau.op.TensorType;
import dev.flambeau.tck.cases.Case;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cases for where each takes long: some of every op on every combination of element types, small
 * ones and larger ones, which take other kernels; of composites, some of all.
 *
 * @param small how many of each that are small
 * @param large how many of each that are not
 * @param mostElements that a case may have
 */
record Sample(int small, int large, long mostElements) {
  private static final long SMALL = 600;

  private record Kind(Class<?> op, List<DType> types, boolean isSmall) {
    static Kind of(Case test) {
      List<DType> types =
          Stream.concat(test.types().stream(), test.op().infer(test.types()).stream())
              .map(TensorType::dtype)
              .toList();
      // A composite is its expression, and one is compiled as another.
      Class<?> op = test.op() instanceof Composite ? Composite.class : test.op().getClass();
      return new Kind(op, types, test.elements() <= SMALL);
    }
  }

  /** Names alike have hashes beside each other: times the golden ratio they lie far apart. */
  private static int mixed(Case test) {
    return test.name().hashCode() * 0x9E3779B9;
  }

  /** Those of these cases, by their names' hash: no stride could skip what they have in turn. */
  List<Case> of(List<Case> cases) {
    Map<Kind, List<Case>> kinds =
        cases.stream()
            .filter(test -> test.elements() <= mostElements)
            .sorted(comparing(Sample::mixed))
            .collect(Collectors.groupingBy(Kind::of, LinkedHashMap::new, Collectors.toList()));
    return kinds.entrySet().stream()
        .flatMap(kind -> kind.getValue().stream().limit(kind.getKey().isSmall() ? small : large))
        .toList();
  }
}
