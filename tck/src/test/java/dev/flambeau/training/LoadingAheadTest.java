package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class LoadingAheadTest {
  /** The thread of the steps makes next to no garbage, however large a batch is. */
  @Test
  void aSteadyStepAllocatesLittle() {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Dataset rows = Dataset.of(400, index -> Example.of(new float[10_000], index));
    Iterator<Batch> batches = new DataLoader(rows, 4).workers(2).iterator();
    for (int i = 0; i < 50; i++) {
      batches.next();
    }
    long before = bean.getThreadAllocatedBytes(Thread.currentThread().getId());
    for (int i = 0; i < 50; i++) {
      batches.next();
    }
    long bytes = bean.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertTrue(bytes / 50 < 2_000, bytes / 50 + " bytes a step");
    assertFalse(batches.hasNext());
  }
}
