package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.op.Arange;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Op;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.cases.Refusal;
import dev.flambeau.tck.catalogue.Catalogue;
import dev.flambeau.tck.catalogue.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Proves that the catalogue saw every op, and that it did not vanish. */
class CatalogueTest {
  /** How many cases there must be at least. */
  private static final int FLOOR = 7000;

  /** Elements whose making would take long for a test. */
  private static final int MANY_ELEMENTS = 1000;

  private static final Set<Class<?>> WITHOUT_INPUTS = Set.of(Fill.class, Arange.class);

  private static final List<Case> CASES = Catalogue.cases();

  private static List<String> names(List<Class<? extends Op>> ops) {
    return ops.stream().map(Op::name).toList();
  }

  @Test
  void everyOpHasCases() {
    Set<Class<?>> seen =
        CASES.stream().map(test -> test.op().getClass()).collect(Collectors.toSet());
    List<Class<? extends Op>> without = new ArrayList<>(Op.all());
    without.removeAll(seen);
    assertEquals(List.of(), names(without), "ops without a case");
  }

  @Test
  void everyOpHasARefusal() {
    Set<Class<?>> seen =
        Catalogue.FAMILIES.stream()
            .flatMap(family -> family.refusals().stream())
            .map(refusal -> refusal.op().getClass())
            .collect(Collectors.toSet());
    List<Class<? extends Op>> without = new ArrayList<>(Op.all());
    without.removeAll(seen);
    assertEquals(List.of(), names(without), "ops without a refusal");
  }

  @Test
  void casesStandWithTheirFamily() {
    for (Family family : Catalogue.FAMILIES) {
      family.cases().forEach(test -> assertTrue(family.ops().isInstance(test.op()), test::name));
    }
  }

  @Test
  void noFamilyFallsBelowItsFloor() {
    for (Family family : Catalogue.FAMILIES) {
      int count = family.cases().size();
      assertTrue(count >= family.floor(), family + ": " + count + " of " + family.floor());
    }
    assertTrue(CASES.size() >= FLOOR, CASES.size() + " cases of " + FLOOR);
  }

  @Test
  void noCaseStandsTwice() {
    Set<String> seen = new HashSet<>();
    List<String> twice = CASES.stream().map(Case::name).filter(name -> !seen.add(name)).toList();
    assertEquals(List.of(), twice);
  }

  @Test
  void rulesAreHeadingsOfTheContract() throws IOException {
    String contract = Files.readString(Path.of("../docs/numerics.md"));
    Set<String> rules = CASES.stream().map(Case::rule).collect(Collectors.toSet());
    rules.removeIf(rule -> contract.contains("\n## " + rule + "\n"));
    assertEquals(Set.of(), rules, "no headings of docs/numerics.md");
  }

  @Test
  void opsRefuseWhatTheyMust() {
    List<String> failures =
        Catalogue.FAMILIES.stream()
            .flatMap(family -> family.refusals().stream())
            .map(Refusal::failure)
            .flatMap(Optional::stream)
            .toList();
    assertEquals(List.of(), failures);
  }

  /** The small cases; another seed makes others, but of families that have no inputs. */
  @Test
  void theSameSeedMakesTheSameInputs() {
    for (Family family : Catalogue.FAMILIES) {
      List<Case> cases =
          family.cases().stream().filter(test -> test.elements() < MANY_ELEMENTS).toList();
      cases.forEach(test -> assertEquals(test.inputs(7), test.inputs(7), test::name));
      boolean seedMatters = cases.stream().anyMatch(test -> !test.inputs(7).equals(test.inputs(8)));
      assertEquals(!WITHOUT_INPUTS.contains(family.ops()), seedMatters, family::name);
    }
  }
}
