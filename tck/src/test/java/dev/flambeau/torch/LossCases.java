package dev.flambeau.torch;

import static dev.flambeau.torch.Line.loss;
import static dev.flambeau.torch.Line.near;
import static dev.flambeau.torch.Line.nearOfMany;

import dev.flambeau.nn.loss.BCELoss;
import dev.flambeau.nn.loss.BCEWithLogitsLoss;
import dev.flambeau.nn.loss.CosineEmbeddingLoss;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.nn.loss.GaussianNLLLoss;
import dev.flambeau.nn.loss.HingeEmbeddingLoss;
import dev.flambeau.nn.loss.HuberLoss;
import dev.flambeau.nn.loss.KLDivLoss;
import dev.flambeau.nn.loss.L1Loss;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.nn.loss.MarginRankingLoss;
import dev.flambeau.nn.loss.NLLLoss;
import dev.flambeau.nn.loss.PoissonNLLLoss;
import dev.flambeau.nn.loss.Reduction;
import dev.flambeau.nn.loss.SmoothL1Loss;
import dev.flambeau.nn.loss.TripletMarginLoss;
import dev.flambeau.nn.loss.image.DiceLoss;
import dev.flambeau.nn.loss.image.FocalLoss;
import dev.flambeau.nn.loss.image.SSIMLoss;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** The contract of losses: PyTorch's, each option by itself and together with others. */
final class LossCases {
  private static final Reduction NONE = Reduction.NONE;
  private static final Reduction SUM = Reduction.SUM;

  static final List<Line> LINES =
      List.of(
          loss("MSELoss", new MSELoss()),
          loss("MSELoss: none", new MSELoss(NONE)),
          loss("MSELoss: sum", new MSELoss(SUM)),
          loss("L1Loss", new L1Loss()),
          loss("L1Loss: none", new L1Loss(NONE)),
          loss("SmoothL1Loss", new SmoothL1Loss()),
          loss("SmoothL1Loss: 0.5, none", new SmoothL1Loss(0.5, NONE)),
          loss("HuberLoss", new HuberLoss()),
          loss("HuberLoss: 0.5, sum", new HuberLoss(0.5, SUM)),
          loss("BCELoss", new BCELoss()),
          loss("BCELoss: none", new BCELoss(NONE)),
          loss("BCEWithLogitsLoss", new BCEWithLogitsLoss()),
          loss("BCEWithLogitsLoss: none", new BCEWithLogitsLoss(NONE)),
          near(
              "BCEWithLogitsLoss: posWeight",
              (x, target, weight) ->
                  new BCEWithLogitsLoss().withPosWeight(weight.detach()).of(x, target.detach())),
          ofOutput("KLDivLoss", new KLDivLoss()),
          ofOutput("KLDivLoss: batchMean", KLDivLoss.batchMean()),
          loss("KLDivLoss: logTarget, sum", new KLDivLoss(SUM).withLogTarget()),
          loss("PoissonNLLLoss", new PoissonNLLLoss()),
          near(
              "PoissonNLLLoss: rates, full",
              (x, target) -> new PoissonNLLLoss().ofRates().full().of(x, target.detach())),
          near("GaussianNLLLoss", (x, target, var) -> new GaussianNLLLoss().of(x, target, var)),
          near(
              "GaussianNLLLoss: full, none",
              (x, target, var) -> new GaussianNLLLoss(NONE).full().of(x, target, var)),
          ofOutput("HingeEmbeddingLoss", new HingeEmbeddingLoss()),
          ofOutput("HingeEmbeddingLoss: 0.5, none", new HingeEmbeddingLoss(0.5, NONE)),
          near("MarginRankingLoss", (x, y, z) -> new MarginRankingLoss().of(x, y, z.detach())),
          near(
              "MarginRankingLoss: 0.5, none",
              (x, y, z) -> new MarginRankingLoss(0.5, NONE).of(x, y, z.detach())),
          near("TripletMarginLoss", (x, y, z) -> new TripletMarginLoss().of(x, y, z)),
          near(
              "TripletMarginLoss: 0.3, 1, swap, none",
              (x, y, z) -> new TripletMarginLoss(0.3, 1, 1e-6, true, NONE).of(x, y, z)),
          near("CosineEmbeddingLoss", (x, y, z) -> new CosineEmbeddingLoss().of(x, y, z.detach())),
          near(
              "CosineEmbeddingLoss: 0.2, none",
              (x, y, z) -> new CosineEmbeddingLoss(0.2, NONE).of(x, y, z.detach())),
          loss("DiceLoss", new DiceLoss()),
          loss("DiceLoss: 0.5, none", new DiceLoss(0.5, NONE)),
          loss("SSIMLoss", new SSIMLoss()),
          loss("SSIMLoss: 2, 3, 0.75, none", new SSIMLoss(2, 3, 0.75, NONE)),
          ofOutput("FocalLoss", new FocalLoss()),
          ofOutput("FocalLoss: 0.75, 1.5, none", new FocalLoss(0.75, 1.5, NONE)),
          loss("NLLLoss", new NLLLoss()),
          loss("NLLLoss: none", new NLLLoss(NONE)),
          loss("NLLLoss: ignoring 1, sum", new NLLLoss(SUM).ignoring(1)),
          nearOfMany(
              "NLLLoss: weight",
              all -> new NLLLoss().withWeight(all.get("w").detach()).of(all.get(0), all.get(1))),
          loss("CrossEntropyLoss", new CrossEntropyLoss()),
          loss("CrossEntropyLoss: none", new CrossEntropyLoss(NONE)),
          loss("CrossEntropyLoss: ignoring 1", new CrossEntropyLoss().ignoring(1)),
          loss("CrossEntropyLoss: smoothed", new CrossEntropyLoss().withLabelSmoothing(0.25)),
          nearOfMany(
              "CrossEntropyLoss: weight", all -> weighted(all, all.get(1), 0, Reduction.MEAN)),
          nearOfMany(
              "CrossEntropyLoss: weight, smoothed", all -> weighted(all, all.get(1), 0.25, NONE)),
          ofOutput("CrossEntropyLoss: probabilities", new CrossEntropyLoss()),
          ofOutput(
              "CrossEntropyLoss: probabilities, smoothed, none",
              new CrossEntropyLoss(NONE).withLabelSmoothing(0.25)),
          nearOfMany(
              "CrossEntropyLoss: probabilities, weight",
              all -> weighted(all, all.get(1).detach(), 0.25, Reduction.MEAN)));

  private LossCases() {}

  /** A loss of whose target PyTorch has no gradient. */
  private static Line ofOutput(String name, LossFunction loss) {
    return near(name, (x, target) -> loss.of(x, target.detach()));
  }

  private static Tensor weighted(Leaves all, Tensor target, double smoothing, Reduction reduction) {
    return new CrossEntropyLoss(Optional.of(all.get("w").detach()), -100, smoothing, reduction)
        .of(all.get(0), target);
  }
}
