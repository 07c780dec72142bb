package dev.flambeau.cpu;

import dev.flambeau.backend.setting.SettingException;
import dev.flambeau.backend.setting.Settings;
import dev.flambeau.cpu.function.Fma;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.warmup.WarmUp;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, in this one place, whether the vector kernels are used: where Java has the incubator
 * module {@code jdk.incubator.vector} and its optimising compiler, the processor fma, and {@code
 * -Dflambeau.cpu.vectors=off} does not say otherwise. The manner is that of Lucene's {@code
 * VectorizationProvider}. Each refusal is one line of the log.
 */
final class VectorSupport {
  private static final Logger LOG = LoggerFactory.getLogger(VectorSupport.class);
  private static final String MODULE = "jdk.incubator.vector";
  private static final String KERNELS = "dev.flambeau.cpu.vector.VectorKernels";

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private VectorSupport() {}

  /**
   * The vector kernels, or nothing where plain ones are to be used.
   *
   * @throws SettingException if a property has a value that it does not take
   */
  static Optional<KernelLayer> find() {
    boolean startsCold = startsCold();
    // A width is for the kernels' own class to read, which cannot tell of a wrong one.
    if (Settings.word("flambeau.cpu.vectors", "off", "128", "256", "512").equals("off")) {
      LOG.debug("Vector kernels are off, as flambeau.cpu.vectors says.");
      return Optional.empty();
    }
    Optional<Module> vectors = ModuleLayer.boot().findModule(MODULE);
    if (vectors.isEmpty()) {
      sayOnceHowToSwitchThemOn();
      return Optional.empty();
    }
    if (!System.getProperty("java.vm.info", "").contains("mixed mode")) {
      LOG.warn("Vector kernels are off: without HotSpot's compiler they would be slower.");
      return Optional.empty();
    }
    if (!Fma.isFast()) {
      LOG.info("Vector kernels are off: without the instruction fma they would be slower.");
      return Optional.empty();
    }
    VectorSupport.class.getModule().addReads(vectors.get());
    try {
      KernelLayer kernels =
          (KernelLayer) Class.forName(KERNELS).getDeclaredConstructor().newInstance();
      return Optional.of(startsCold ? kernels : new WarmUp(kernels));
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.warn("Vector kernels are off: they could not be loaded.", e);
      return Optional.empty();
    }
  }

  /** For tests, which are to run the kernels that they are of. */
  private static boolean startsCold() {
    return Settings.word("flambeau.cpu.warmup", "on", "off").equals("off");
  }

  private static void sayOnceHowToSwitchThemOn() {
    if (SAID.compareAndSet(false, true)) {
      LOG.info(
          "Vector kernels are off. Java's option --add-modules {} makes the device cpu several times"
              + " as fast.",
          MODULE);
    }
  }
}
