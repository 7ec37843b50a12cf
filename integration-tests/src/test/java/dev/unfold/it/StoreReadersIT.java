package dev.unfold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.SmallModel;
import dev.unfold.worker.model.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Readers see either the old or the new champion on HDFS while others promote and clean up. */
@Tag("faults")
class StoreReadersIT {
  private static final int READERS = 50;
  private static final int PROMOTIONS = 20;
  private static final int KEEP = 5;

  /** The pause of a reader, so that all readers together do not keep two cores busy. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Test
  void fiftyReadersDuringTwentyPromotionsReadCompleteModels() throws Exception {
    FaultReport report = FaultReport.of(READERS + " readers during " + PROMOTIONS + " promotions");
    ClusterOnThisMachine cluster =
        ClusterOnThisMachine.start("readers-it", "--workers", "0", "--datanodes", "2");
    ExecutorService pool = Executors.newFixedThreadPool(READERS);
    try {
      Configuration hdfs = new Configuration(cluster.hadoop());
      hdfs.set("fs.defaultFS", cluster.hdfs().toString());
      ModelStore store = new ModelStore("/models/prose", hdfs);
      store.add(1, SmallModel.of(1));
      store.promote(1, "first");
      AtomicBoolean ended = new AtomicBoolean();
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(pool.submit(() -> readUntil(ended, hdfs)));
      }

      for (long version = 2; version <= PROMOTIONS + 1; version++) {
        store.add(version, SmallModel.of(version));
        store.promote(version, "next");
        store.retain(KEEP);
      }
      ended.set(true);

      int reads = 0;
      for (Future<Integer> reader : readers) {
        int readsOfReader = reader.get();
        assertThat(readsOfReader).isPositive();
        reads += readsOfReader;
      }
      report.print(reads + " reads, each of a whole model, none older than the one before");
      assertThat(store.versions()).hasSize(KEEP);
    } finally {
      pool.shutdownNow();
      cluster.close();
    }
  }

  /** Returns the number of reads; each reads a complete model, and never an older one. */
  private static int readUntil(AtomicBoolean ended, Configuration hdfs) throws IOException {
    ModelStore store = new ModelStore("/models/prose", hdfs);
    int reads = 0;
    float newest = 0;
    while (!ended.get() || reads == 0) {
      Model model = store.champion().orElseThrow().model().read();
      float value = model.parameters()[0];
      assertThat(model.sha256()).isEqualTo(SmallModel.read((long) value).sha256());
      assertThat(value).isGreaterThanOrEqualTo(newest);
      newest = value;
      reads++;
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return reads;
  }
}
