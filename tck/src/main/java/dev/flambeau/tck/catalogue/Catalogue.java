package dev.flambeau.tck.catalogue;

import dev.flambeau.op.Arange;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Composite;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Conversion;
import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Indexing;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Normalization;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Recurrent;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import dev.flambeau.tck.cases.Case;
import java.util.List;

/** Every family's cases; a family of ops without a line here fails the build. */
public final class Catalogue {
  /** The families, each with its floor. */
  public static final List<Family> FAMILIES =
      List.of(
          new Family(Unary.class, 450, UnaryCases::define),
          new Family(Binary.class, 390, BinaryCases::define),
          new Family(Compare.class, 250, CompareCases::define),
          new Family(Ternary.class, 80, TernaryCases::define),
          new Family(Composite.class, 30, CompositeCases::define),
          new Family(Contraction.class, 1600, ContractionCases::define),
          new Family(Reduction.class, 1800, ReductionCases::define),
          new Family(Softmax.class, 440, SoftmaxCases::define),
          new Family(Normalization.class, 90, NormalizationCases::define),
          new Family(Movement.class, 370, MovementCases::define),
          new Family(Pooling.class, 150, PoolingCases::define),
          new Family(Indexing.class, 120, IndexingCases::define),
          new Family(Conversion.class, 300, ConversionCases::define),
          new Family(Fill.class, 110, FillCases::define),
          new Family(Arange.class, 12, ArangeCases::define),
          new Family(Draw.class, 60, DrawCases::define),
          new Family(Fused.class, 300, FusedCases::define),
          new Family(FusedContraction.class, 30, FusedContractionCases::define),
          new Family(CrossEntropy.class, 240, CrossEntropyCases::define),
          new Family(Recurrent.class, 340, RecurrentCases::define),
          new Family(OptimizerUpdate.class, 670, OptimizerUpdateCases::define));

  private Catalogue() {}

  /** The cases of all families. */
  public static List<Case> cases() {
    return FAMILIES.stream().flatMap(family -> family.cases().stream()).toList();
  }
}
