package dev.flambeau.benchmarks.command;

import dev.flambeau.cli.command.Choice;
import dev.flambeau.op.Binary.Add;
import dev.flambeau.op.Binary.Div;
import dev.flambeau.op.Binary.Mul;
import dev.flambeau.op.Binary.Sub;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary.Exp;
import dev.flambeau.op.Unary.Relu;
import dev.flambeau.op.Unary.Sqrt;
import dev.flambeau.op.Value;
import java.util.List;

/** Eight elementwise ops, each on what the last one gave: what a captured step makes one op of. */
enum Chain {
  /** Multiply, add, multiply, subtract, relu, multiply, add, multiply, by single numbers. */
  ARITHMETIC {
    @Override
    Value add(Graph.Builder graph, Value x) {
      Value y = graph.add(new Mul(), x, number(graph, 0.5));
      y = graph.add(new Add(), y, number(graph, 0.25));
      y = graph.add(new Mul(), y, number(graph, 1.5));
      y = graph.add(new Sub(), y, number(graph, 0.125));
      y = graph.add(new Relu(), y);
      y = graph.add(new Mul(), y, number(graph, 0.75));
      y = graph.add(new Add(), y, number(graph, 0.5));
      return graph.add(new Mul(), y, number(graph, 1.25));
    }

    @Override
    List<Op> slowOps() {
      return List.of();
    }
  },

  /** Exponential, add, divide, multiply, subtract, root, multiply, add. */
  FUNCTIONS {
    @Override
    Value add(Graph.Builder graph, Value x) {
      Value e = graph.add(new Exp(), x);
      Value y = graph.add(new Add(), e, number(graph, 1));
      y = graph.add(new Div(), e, y); // above 0.26 where x is above −1
      y = graph.add(new Mul(), y, number(graph, 0.5));
      y = graph.add(new Sub(), y, number(graph, 0.0625));
      y = graph.add(new Sqrt(), y);
      y = graph.add(new Mul(), y, number(graph, 1.5));
      return graph.add(new Add(), y, number(graph, 0.25));
    }

    @Override
    List<Op> slowOps() {
      return List.of(new Exp(), new Div(), new Sqrt());
    }
  };

  /** Reads one from the command line. */
  static final class Converter extends Choice<Chain> {
    Converter() {
      super(Chain.class);
    }
  }

  /** Adds its ops to a graph, and gives what the last one makes. */
  abstract Value add(Graph.Builder graph, Value x);

  private static Value number(Graph.Builder graph, double value) {
    return graph.add(new Fill(DType.FLOAT32, Shape.SCALAR, value));
  }

  /** Its ops that take longer than an element takes to come from memory. */
  abstract List<Op> slowOps();

  /** As a graph of its own, over one tensor of so many elements. */
  Graph graph(TensorType type) {
    Graph.Builder graph = Graph.over(List.of(type));
    return graph.build(add(graph, graph.input(0)));
  }

  /** As the command line spells it. */
  @Override
  public String toString() {
    return Choice.text(this);
  }
}
