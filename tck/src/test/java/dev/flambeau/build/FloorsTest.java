package dev.flambeau.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each floor knows only those below it. */
class FloorsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.flambeau");

  /** Modules whose classes the kit does not depend on. */
  private static final Set<String> NOT_HERE = Set.of("bom", "all", "cli", "examples", "benchmarks");

  private static final String[] API = {
    "dev.flambeau.op..", "dev.flambeau.backend..", "dev.flambeau.tensor..", "dev.flambeau.nn..",
    "dev.flambeau.optim..", "dev.flambeau.data..", "dev.flambeau.io..", "dev.flambeau.train..",
    "dev.flambeau.models.."
  };

  @Test
  void seesTheWholeProject() {
    String modules =
        SourceTree.modules().stream()
            .filter(module -> !NOT_HERE.contains(module))
            .collect(Collectors.joining("|"));
    Pattern main = Pattern.compile("(?:" + modules + ")/src/main/java[^/]*/(.*)\\.java");
    List<String> classes =
        SourceTree.ending(".java").stream()
            .flatMap(source -> main.matcher(source.path()).results())
            .map(path -> path.group(1).replace('/', '.'))
            .filter(name -> !name.endsWith("-info"))
            .toList();
    assertTrue(classes.contains("dev.flambeau.tensor.Tensor"), "the pattern fits no path");
    assertEquals(List.of(), classes.stream().filter(name -> !CLASSES.contain(name)).toList());
  }

  /** Each package by itself, also those within one floor. */
  @Test
  void noPackageDependsOnItselfThroughOthers() {
    slices().matching("dev.flambeau.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void floorsUseOnlyFloorsBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.flambeau..")
        .layer("op")
        .definedBy("dev.flambeau.op..")
        .layer("backend")
        .definedBy("dev.flambeau.backend..")
        .layer("tensor")
        .definedBy("dev.flambeau.tensor..")
        .layer("layers")
        .definedBy("dev.flambeau.nn..", "dev.flambeau.optim..")
        .layer("training")
        .definedBy("dev.flambeau.data..", "dev.flambeau.io..", "dev.flambeau.train..")
        .layer("models")
        .definedBy("dev.flambeau.models..")
        .layer("backends")
        .definedBy("dev.flambeau.cpu..", "dev.flambeau.opencl..", "dev.flambeau.kernels..")
        .layer("images")
        .definedBy("dev.flambeau.images..")
        .layer("above")
        .definedBy("dev.flambeau.tck..", "dev.flambeau.cli..", "dev.flambeau.examples..")
        .whereLayer("op")
        .mayNotAccessAnyLayer()
        .whereLayer("backend")
        .mayOnlyAccessLayers("op")
        .whereLayer("tensor")
        .mayOnlyAccessLayers("op", "backend")
        .whereLayer("layers")
        .mayOnlyAccessLayers("op", "tensor")
        .whereLayer("training")
        .mayOnlyAccessLayers("op", "tensor", "layers")
        .whereLayer("images")
        .mayOnlyAccessLayers("op", "tensor", "training")
        .whereLayer("models")
        .mayOnlyAccessLayers("op", "tensor", "layers")
        .whereLayer("backends")
        .mayOnlyAccessLayers("op", "backend")
        .check(CLASSES);
  }

  @Test
  void theApiAndModelsDependOnTheJdkAndSlf4jAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(API)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("dev.flambeau..", "java..", "org.slf4j..", "org.jspecify..")
        .check(CLASSES);
  }

  /** Java's desktop, which decodes pictures, is asked in one place. */
  @Test
  void onlyPicturesNeedTheDesktop() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.flambeau.images..", "dev.flambeau.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.awt..", "javax.imageio..")
        .check(CLASSES);
  }

  @Test
  void backendsDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.flambeau.cpu..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.flambeau.opencl..", "dev.flambeau.kernels..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage("dev.flambeau.opencl..", "dev.flambeau.kernels..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.flambeau.cpu..")
        .check(CLASSES);
  }

  /** The rules are not vacuous: one that the code does break is found. */
  @Test
  void aBrokenFloorIsFound() {
    ArchRule upsideDown =
        noClasses()
            .that()
            .resideInAPackage("dev.flambeau.tensor..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.flambeau.op..");
    assertThrows(AssertionError.class, () -> upsideDown.check(CLASSES));
  }
}
