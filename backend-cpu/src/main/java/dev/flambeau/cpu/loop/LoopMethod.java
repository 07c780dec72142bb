package dev.flambeau.cpu.loop;

import static org.objectweb.asm.Opcodes.AALOAD;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IAND;
import static org.objectweb.asm.Opcodes.IF_ICMPGE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.ISTORE;

import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Ternary;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes one of the methods of a {@link LoopClass}. */
final class LoopMethod {
  /** {@code static void name(Place[] places, float[] registers, int element, int count)}. */
  static final String DESCRIPTOR =
      Type.getMethodDescriptor(
          Type.VOID_TYPE,
          Type.getType(Place[].class),
          Type.getType(float[].class),
          Type.INT_TYPE,
          Type.INT_TYPE);

  private static final int PLACES = 0;
  private static final int REGISTERS = 1;
  private static final int ELEMENT = 2;
  private static final int COUNT = 3;
  private static final int I = 4;
  private static final int END = 5;
  private static final int FIRST_FREE = 6;

  private static final String PLACE = Type.getInternalName(Place.class);
  private static final Type FLOATS = Type.getType(float[].class);

  private final MethodVisitor code;
  private final Graph body;
  private final ElementKind elements;
  private final BitSet conditions;
  private final int before;

  /** Of each value the variable, and of each place those of its array and of its first index. */
  private final int[] variables;

  private final int[] arrays;
  private final int[] indices;
  private int free = FIRST_FREE;

  /**
   * @param before of how many elements a round was in the method before, 0 if there is none
   */
  LoopMethod(MethodVisitor code, Graph body, ElementKind elements, int before) {
    this.code = code;
    this.body = body;
    this.elements = elements;
    this.before = before;
    this.conditions = conditions();
    int inputs = body.inputs().size();
    int places = inputs + body.outputs().size();
    variables = IntStream.range(0, inputs + body.nodes().size()).map(i -> free++).toArray();
    arrays = IntStream.range(0, places).map(i -> free++).toArray();
    indices = IntStream.range(0, places).map(i -> free++).toArray();
  }

  void write() {
    for (int place = 0; place < arrays.length; place++) {
      writePlace(place);
    }
    for (int input = 0; input < body.inputs().size(); input++) {
      if (isNumber(input)) {
        writeNumber(input);
      }
    }
    writeBounds();
    Label next = new Label();
    Label end = new Label();
    code.visitLabel(next);
    code.visitVarInsn(ILOAD, I);
    code.visitVarInsn(ILOAD, END);
    code.visitJumpInsn(IF_ICMPGE, end);
    writeRound();
    code.visitIincInsn(I, elements.count());
    code.visitJumpInsn(GOTO, next);
    code.visitLabel(end);
  }

  /** From the end of the whole rounds before, which is 0 if there were none, to that of these. */
  private void writeBounds() {
    writeWhole(before, I);
    writeWhole(elements.count(), END);
  }

  private void writeWhole(int round, int variable) {
    code.visitVarInsn(ILOAD, COUNT);
    code.visitLdcInsn(-round);
    code.visitInsn(IAND);
    code.visitVarInsn(ISTORE, variable);
  }

  private boolean isNumber(int value) {
    return value < body.inputs().size() && body.inputs().get(value).shape().rank() == 0;
  }

  private boolean isRun(int value) {
    return value < body.inputs().size() && !isNumber(value);
  }

  private void writePlace(int place) {
    code.visitVarInsn(ALOAD, PLACES);
    code.visitLdcInsn(place);
    code.visitInsn(AALOAD);
    code.visitVarInsn(ALOAD, REGISTERS);
    call(INVOKEVIRTUAL, PLACE, "in", FLOATS, FLOATS);
    code.visitVarInsn(ASTORE, arrays[place]);
    code.visitVarInsn(ALOAD, PLACES);
    code.visitLdcInsn(place);
    code.visitInsn(AALOAD);
    code.visitVarInsn(ILOAD, ELEMENT);
    call(INVOKEVIRTUAL, PLACE, "at", Type.INT_TYPE, Type.INT_TYPE);
    code.visitVarInsn(ISTORE, indices[place]);
  }

  private void writeNumber(int input) {
    elements.number(code, () -> pushFirst(input));
    store(input);
  }

  /** Loads, ops, and stores last, since outputs may lie where inputs do. */
  private void writeRound() {
    for (int input = 0; input < body.inputs().size(); input++) {
      if (isRun(input)) {
        writeLoad(input);
      }
    }
    for (Graph.Node node : body.nodes()) {
      writeOp(node);
    }
    for (int output = 0; output < body.outputs().size(); output++) {
      writeStore(output);
    }
  }

  private void writeLoad(int input) {
    elements.load(code, () -> pushElement(input), isOnlyAnArgument(input));
    store(input);
  }

  private void writeOp(Graph.Node node) {
    List<Integer> operands = operands(node);
    operands.forEach(this::load);
    Type[] types = operands.stream().map(this::type).toArray(Type[]::new);
    String ops = Type.getInternalName(elements.methods(node.op()));
    Type made = node.op() instanceof Compare ? elements.truth() : elements.type();
    call(INVOKESTATIC, ops, node.op().name(), made, types);
    if (!made.equals(type(node.firstOutput()))) {
      call(INVOKESTATIC, ops, "number", elements.type(), made);
    }
    store(node.firstOutput());
  }

  private Type type(int value) {
    return conditions.get(value) ? elements.truth() : elements.type();
  }

  /** The results of comparisons by which ops choose, and that nothing else reads. */
  private BitSet conditions() {
    BitSet found = new BitSet();
    for (Graph.Node node : body.nodes()) {
      if (node.op() instanceof Compare) {
        found.set(node.firstOutput());
      }
    }
    body.outputs().forEach(found::clear);
    for (Graph.Node node : body.nodes()) {
      boolean chooses = node.op() instanceof Ternary.Where;
      for (int o = chooses ? 1 : 0; o < node.inputs().size(); o++) {
        found.clear(node.inputs().get(o));
      }
    }
    return found;
  }

  private void writeStore(int output) {
    int place = body.inputs().size() + output;
    int value = body.outputs().get(output);
    elements.store(code, () -> load(value), () -> pushElement(place));
  }

  /**
   * Whether a run is only ever something that an op is given, not what it is called on, so that
   * vectors can be as their library gives them; and given once, since twice may make them objects.
   */
  private boolean isOnlyAnArgument(int input) {
    List<Integer> positions = new ArrayList<>();
    for (Graph.Node node : body.nodes()) {
      List<Integer> operands = operands(node);
      for (int o = 0; o < operands.size(); o++) {
        if (operands.get(o) == input) {
          positions.add(node.op() instanceof Binary ? o : 0);
        }
      }
    }
    return positions.equals(List.of(1));
  }

  /** The operands of an op, where their order does not matter a run last. */
  private List<Integer> operands(Graph.Node node) {
    List<Integer> operands = node.inputs();
    boolean canTurn = node.op() instanceof Binary.Add || node.op() instanceof Binary.Mul;
    return canTurn && isRun(operands.get(0)) && !isRun(operands.get(1))
        ? List.of(operands.get(1), operands.get(0))
        : operands;
  }

  /** Array and index of what is first in a place. */
  private void pushFirst(int place) {
    code.visitVarInsn(ALOAD, arrays[place]);
    code.visitVarInsn(ILOAD, indices[place]);
  }

  /** Array and index of this round in a place. */
  private void pushElement(int place) {
    pushFirst(place);
    code.visitVarInsn(ILOAD, I);
    code.visitInsn(IADD);
  }

  private void load(int value) {
    code.visitVarInsn(type(value).getOpcode(ILOAD), variables[value]);
  }

  private void store(int value) {
    code.visitVarInsn(type(value).getOpcode(ISTORE), variables[value]);
  }

  private void call(int opcode, String owner, String name, Type result, Type... arguments) {
    String descriptor = Type.getMethodDescriptor(result, arguments);
    code.visitMethodInsn(opcode, owner, name, descriptor, false);
  }
}
