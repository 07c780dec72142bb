package dev.flambeau.benchmarks.command;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Plan;
import dev.flambeau.benchmarks.command.timing.GroupOptions;
import dev.flambeau.benchmarks.command.timing.Groups;
import dev.flambeau.benchmarks.command.timing.Operand;
import dev.flambeau.benchmarks.command.timing.Timing;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Times a captured chain of elementwise ops beside what it takes at least. */
@Command(
    name = "chain",
    description =
        "Time a captured chain of elementwise ops out of place, by turns with a copy of its input.")
final class ChainCommand implements Runnable {
  private static final double MILLISECONDS = 1e3;

  /** Elements that stay in the first-level cache with what is made of them. */
  private static final int FEW = 2048;

  @Parameters(
      paramLabel = "NAME",
      converter = Chain.Converter.class,
      description =
          "arithmetic: mul, add, mul, sub, relu, mul, add, mul; functions: exp, add, div, mul, sub,"
              + " sqrt, mul, add.")
  private Chain chain = Chain.ARITHMETIC;

  @Option(
      names = "--elements",
      defaultValue = "16777216",
      converter = Limits.Elements.class,
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int elements;

  @Option(
      names = "--rounds",
      defaultValue = "7",
      converter = Limits.Rounds.class,
      description = "How often each takes its turn. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Mixin private GroupOptions groupOptions = new GroupOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public void run() {
    try (Backend backend = deviceOptions.openBackend()) {
      List<Double> chained = new ArrayList<>();
      List<Double> copied = time(backend, chained);
      double alone = 0;
      for (Op op : chain.slowOps()) {
        alone += fromCache(backend, op);
      }
      report(backend, new Timing(chained), new Timing(copied), alone);
    }
  }

  /** Times the chain and two ways to copy by turns, and gives the times of the faster of those. */
  private List<Double> time(Backend backend, List<Double> chained) {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(elements));
    Op cast = new Cast(DType.FLOAT32);
    Groups groups = groupOptions.forOp();
    List<Double> byCommand = new ArrayList<>();
    List<Double> byKernel = new ArrayList<>();
    try (Operand source = Operand.random(backend, type, 1);
        Operand target = Operand.empty(backend, type);
        Plan plan = Plan.fusing(backend, chain.graph(type), source.alone(), target.alone());
        PreparedOp kernel = backend.prepare(cast, source.alone(), target.alone())) {
      Runnable copy = () -> backend.copy(source.view(), target.view());
      for (int round = 0; round < rounds; round++) {
        chained.addAll(groups.time(plan::run, backend::synchronize).seconds());
        byCommand.addAll(groups.time(copy, backend::synchronize).seconds());
        byKernel.addAll(groups.time(kernel::run, backend::synchronize).seconds());
      }
    }
    return new Timing(byKernel).best() < new Timing(byCommand).best() ? byKernel : byCommand;
  }

  /** An op alone, as long as all elements would take if all threads ran it on few at a time. */
  private double fromCache(Backend backend, Op op) {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(FEW));
    int operands = op instanceof Binary ? 2 : 1;
    try (Operand x = Operand.random(backend, type, 1);
        Operand positive = Operand.empty(backend, type);
        Operand y = Operand.empty(backend, type)) {
      backend.run(new Unary.Exp(), x.alone(), positive.alone());
      List<View> inputs = Collections.nCopies(operands, positive.view());
      try (PreparedOp prepared = backend.prepare(op, inputs, y.alone())) {
        double best = groupOptions.forOp().time(prepared::run, backend::synchronize).best();
        return best / FEW * elements / deviceOptions.threads();
      }
    }
  }

  private void report(Backend backend, Timing chained, Timing copied, double alone) {
    output.line(
        "%s of %d, %s, %d threads", chain, elements, backend.device(), deviceOptions.threads());
    output.line("%-28s %10s %10s", "ms", "best", "median");
    line("chain", chained);
    line("copy", copied);
    output.line(
        "%-28s %10.2f %10.2f",
        "chain / copy", chained.best() / copied.best(), chained.median() / copied.median());
    Json json =
        new Json()
            .put("name", chain.toString())
            .put("device", backend.device().name())
            .put("threads", deviceOptions.threads())
            .put("elements", elements)
            .put("chainBestMs", chained.best() * MILLISECONDS)
            .put("chainMedianMs", chained.median() * MILLISECONDS)
            .put("copyBestMs", copied.best() * MILLISECONDS)
            .put("copyMedianMs", copied.median() * MILLISECONDS);
    if (alone > 0) {
      output.line("%-28s %10.3f", names() + " from cache", alone * MILLISECONDS);
      json.put("slowOpsFromCacheMs", alone * MILLISECONDS);
    }
    output.result(json);
  }

  private String names() {
    return String.join(", ", chain.slowOps().stream().map(Op::name).toList());
  }

  private void line(String what, Timing timing) {
    output.line(
        "%-28s %10.3f %10.3f", what, timing.best() * MILLISECONDS, timing.median() * MILLISECONDS);
  }
}
