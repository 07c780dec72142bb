package dev.flambeau.tck.catalogue;

import dev.flambeau.op.Op;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Refusal;
import java.util.List;
import java.util.function.Consumer;

/**
 * The cases of one family of ops.
 *
 * @param ops the family's type
 * @param floor how many cases there must be at least, so that none can vanish unseen
 * @param definition adds the cases
 */
public record Family(Class<? extends Op> ops, int floor, Consumer<Cases> definition) {

  /** The family's name: {@code softmax}. */
  public String name() {
    return Op.name(ops);
  }

  /** Its cases, in the order of docs/numerics.md. */
  public List<Case> cases() {
    return collect().list();
  }

  /** What its ops must refuse. */
  public List<Refusal> refusals() {
    return collect().refusals();
  }

  private Cases collect() {
    Cases cases = new Cases();
    definition.accept(cases);
    return cases;
  }

  @Override
  public String toString() {
    return name();
  }
}
