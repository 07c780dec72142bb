package dev.flambeau.cpu.loop;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import dev.flambeau.op.Graph;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * The bytes of the class of one loop: what a programmer would write for this graph by the methods
 * of the ops. It has a method for each kind of elements, each of which takes what the one before
 * has left.
 */
final class LoopClass {
  private static final String LOOP = Type.getInternalName(LoopGenerator.Loop.class);
  private static final String OBJECT = Type.getInternalName(Object.class);
  private static final String CONSTRUCTOR = "<init>";
  private static final String METHOD = "loop";

  private final String name;
  private final List<ElementKind> kinds;
  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);

  /**
   * @param packageName that of what it calls
   */
  private LoopClass(String packageName, List<ElementKind> kinds) {
    this.name = packageName.replace('.', '/') + "/Loop";
    this.kinds = kinds;
  }

  /**
   * The bytes of a class.
   *
   * @param kinds of most elements a round first, of one last
   */
  static byte[] of(Graph body, String packageName, List<ElementKind> kinds) {
    return new LoopClass(packageName, kinds).write(body);
  }

  private byte[] write(Graph body) {
    writer.visit(V17, ACC_PUBLIC | ACC_FINAL, name, null, OBJECT, new String[] {LOOP});
    writeConstructor();
    writeRun();
    int before = 0;
    for (ElementKind kind : kinds) {
      int access = ACC_PRIVATE | ACC_STATIC;
      MethodVisitor code =
          writer.visitMethod(access, method(kind), LoopMethod.DESCRIPTOR, null, null);
      code.visitCode();
      new LoopMethod(code, body, kind, before).write();
      end(code);
      before = kind.count();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static String method(ElementKind kind) {
    return METHOD + kind.count();
  }

  private void writeConstructor() {
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC, CONSTRUCTOR, "()V", null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, OBJECT, CONSTRUCTOR, "()V", false);
    end(code);
  }

  /** All methods, each on its part: {@code run(Place[], float[], int, int)}. */
  private void writeRun() {
    String descriptor = Type.getMethodDescriptor(LoopGenerator.Loop.class.getMethods()[0]);
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC, "run", descriptor, null, null);
    code.visitCode();
    for (ElementKind kind : kinds) {
      code.visitVarInsn(ALOAD, 1);
      code.visitVarInsn(ALOAD, 2);
      code.visitVarInsn(ILOAD, 3);
      code.visitVarInsn(ILOAD, 4);
      code.visitMethodInsn(INVOKESTATIC, name, method(kind), LoopMethod.DESCRIPTOR, false);
    }
    end(code);
  }

  private static void end(MethodVisitor code) {
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0); // computed
    code.visitEnd();
  }
}
