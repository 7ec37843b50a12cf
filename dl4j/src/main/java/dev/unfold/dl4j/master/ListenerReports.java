package dev.unfold.dl4j.master;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.spark.impl.listeners.VanillaStatsStorageRouter;

/** The records of a worker's listeners, for the router on the driver. */
record ListenerReports(
    List<StorageMetaData> metadata, List<Persistable> staticInfo, List<Persistable> updates)
    implements Serializable {

  static final ListenerReports NONE = new ListenerReports(List.of(), List.of(), List.of());

  static ListenerReports of(VanillaStatsStorageRouter router) {
    return new ListenerReports(
        new ArrayList<>(router.getStorageMetaData()),
        new ArrayList<>(router.getStaticInfo()),
        new ArrayList<>(router.getUpdates()));
  }

  void forwardTo(StatsStorageRouter router) {
    if (!metadata.isEmpty()) {
      router.putStorageMetaData(metadata);
    }
    if (!staticInfo.isEmpty()) {
      router.putStaticInfo(staticInfo);
    }
    if (!updates.isEmpty()) {
      router.putUpdate(updates);
    }
  }
}
