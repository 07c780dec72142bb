package com.example.own;

import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Module;
import dev.flambeau.tensor.Tensor;

/** One step of a gated recurrent unit, the reset gate after the product, as PyTorch has it. */
public final class GruCell extends Module {
  private final int hidden;
  private final Linear input;
  private final Linear state;

  public GruCell(int inputs, int hidden) {
    this.hidden = hidden;
    input = child("input", new Linear(inputs, 3 * hidden));
    state = child("state", new Linear(hidden, 3 * hidden));
  }

  /**
   * The next state.
   *
   * @param x {@code (N, inputs)}
   * @param h {@code (N, hidden)}
   */
  public Tensor forward(Tensor x, Tensor h) {
    Tensor ofInput = input.forward(x);
    Tensor ofState = state.forward(h);
    Tensor reset = gate(ofInput, 0).add(gate(ofState, 0)).sigmoid();
    Tensor update = gate(ofInput, 1).add(gate(ofState, 1)).sigmoid();
    Tensor fresh = reset.fma(gate(ofState, 2), gate(ofInput, 2)).tanh();
    return update.fma(h.sub(fresh), fresh);
  }

  private Tensor gate(Tensor all, int number) {
    return all.slice(1, number * hidden, (number + 1) * hidden);
  }
}
