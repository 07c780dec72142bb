package dev.flambeau.cpu.vector;

import static org.objectweb.asm.Opcodes.AALOAD;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.FALOAD;
import static org.objectweb.asm.Opcodes.FASTORE;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IAND;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.IF_ICMPGE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.ISTORE;

import dev.flambeau.cpu.parallel.Place;
import dev.flambeau.op.Binary;
import dev.flambeau.op.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Writes one of the two methods of a {@link LoopClass}. */
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
  private static final String LANES = Type.getInternalName(Lanes.class);
  private static final String OPS = Type.getInternalName(LoopOps.class);
  private static final Type FLOATS = Type.getType(float[].class);
  private static final Type VECTOR = Type.getType(FloatVector.class);
  private static final String VECTORS = VECTOR.getInternalName();
  private static final Type SPECIES = Type.getType(VectorSpecies.class);

  /** What a method computes with. */
  enum Elements {
    VECTORS(VECTOR),
    SINGLE(Type.FLOAT_TYPE);

    private final Type type;

    Elements(Type type) {
      this.type = type;
    }

    /** Its method's name. */
    String method() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final MethodVisitor code;
  private final Graph body;
  private final Elements elements;

  /** Of each value the variable, and of each place those of its array and of its first index. */
  private final int[] variables;

  private final int[] arrays;
  private final int[] indices;
  private int free = FIRST_FREE;

  LoopMethod(MethodVisitor code, Graph body, Elements elements) {
    this.code = code;
    this.body = body;
    this.elements = elements;
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
    code.visitIincInsn(I, elements == Elements.VECTORS ? Lanes.COUNT : 1);
    code.visitJumpInsn(GOTO, next);
    code.visitLabel(end);
  }

  /** Vectors go up to the last whole one, the rest from there to the end. */
  private void writeBounds() {
    code.visitVarInsn(ILOAD, COUNT);
    code.visitLdcInsn(-Lanes.COUNT);
    code.visitInsn(IAND);
    code.visitVarInsn(ISTORE, elements == Elements.VECTORS ? END : I);
    if (elements == Elements.VECTORS) {
      code.visitInsn(ICONST_0);
      code.visitVarInsn(ISTORE, I);
    } else {
      code.visitVarInsn(ILOAD, COUNT);
      code.visitVarInsn(ISTORE, END);
    }
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
    if (elements == Elements.VECTORS) {
      lanes("ZERO", VECTOR);
    }
    code.visitVarInsn(ALOAD, arrays[input]);
    code.visitVarInsn(ILOAD, indices[input]);
    code.visitInsn(FALOAD);
    if (elements == Elements.VECTORS) {
      call(INVOKEVIRTUAL, VECTORS, "broadcast", VECTOR, Type.FLOAT_TYPE);
    }
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
    boolean isVector = elements == Elements.VECTORS;
    boolean isRaw = isVector && isOnlyAnArgument(input);
    if (isRaw) {
      lanes("FLOATS", SPECIES);
    }
    writeElement(input);
    if (!isVector) {
      code.visitInsn(FALOAD);
    } else if (isRaw) {
      call(INVOKESTATIC, VECTORS, "fromArray", VECTOR, SPECIES, FLOATS, Type.INT_TYPE);
    } else {
      call(INVOKESTATIC, LANES, "load", VECTOR, FLOATS, Type.INT_TYPE);
    }
    store(input);
  }

  private void writeOp(Graph.Node node) {
    List<Integer> operands = operands(node);
    operands.forEach(this::load);
    Type[] types = Collections.nCopies(operands.size(), elements.type).toArray(Type[]::new);
    call(INVOKESTATIC, OPS, LoopOps.NAMES.get(node.op().getClass()), elements.type, types);
    store(node.firstOutput());
  }

  private void writeStore(int output) {
    int place = body.inputs().size() + output;
    int value = body.outputs().get(output);
    if (elements == Elements.VECTORS) {
      load(value);
      writeElement(place);
      call(INVOKEVIRTUAL, VECTORS, "intoArray", Type.VOID_TYPE, FLOATS, Type.INT_TYPE);
    } else {
      writeElement(place);
      load(value);
      code.visitInsn(FASTORE);
    }
  }

  /**
   * Whether a run is only ever something that an op is given, not what it is called on, so that it
   * can be as the library gives it ({@link Lanes}); and given once, since twice may make it an
   * object.
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

  /** What an op takes, where it does not matter the other way round, a run last. */
  private List<Integer> operands(Graph.Node node) {
    List<Integer> operands = node.inputs();
    boolean canTurn = node.op() instanceof Binary.Add || node.op() instanceof Binary.Mul;
    return canTurn && isRun(operands.get(0)) && !isRun(operands.get(1))
        ? List.of(operands.get(1), operands.get(0))
        : operands;
  }

  /** Array and index of this round in a place. */
  private void writeElement(int place) {
    code.visitVarInsn(ALOAD, arrays[place]);
    code.visitVarInsn(ILOAD, indices[place]);
    code.visitVarInsn(ILOAD, I);
    code.visitInsn(IADD);
  }

  private void load(int value) {
    code.visitVarInsn(elements.type.getOpcode(ILOAD), variables[value]);
  }

  private void store(int value) {
    code.visitVarInsn(elements.type.getOpcode(ISTORE), variables[value]);
  }

  private void lanes(String constant, Type type) {
    code.visitFieldInsn(GETSTATIC, LANES, constant, type.getDescriptor());
  }

  private void call(int opcode, String owner, String name, Type result, Type... arguments) {
    String descriptor = Type.getMethodDescriptor(result, arguments);
    code.visitMethodInsn(opcode, owner, name, descriptor, false);
  }
}
