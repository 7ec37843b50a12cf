package dev.unfold.dl4j.master;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.core.storage.listener.RoutingIterationListener;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.listeners.VanillaStatsStorageRouter;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The hooks and listeners of a worker: new copies of the master's in each round.
 *
 * @param routed whether the records of listeners are sent to a router on the driver
 * @param stack whether the network is a stack of layers, whose hooks receive DataSets
 */
record WorkerListeners(
    List<TrainingHook> hooks, List<TrainingListener> listeners, boolean routed, boolean stack)
    implements Serializable {

  WorkerListeners {
    hooks = new ArrayList<>(hooks);
    listeners = new ArrayList<>(listeners);
  }

  /** Attaches the listeners to a network. */
  void attach(ComputationGraph graph, VanillaStatsStorageRouter router, int worker) {
    for (TrainingListener listener : listeners) {
      if (routed && listener instanceof RoutingIterationListener routing) {
        routing.setStorageRouter(router);
        routing.setWorkerID("worker_" + worker);
      }
    }
    graph.setListeners(listeners);
  }

  void beforeMinibatch(MultiDataSet data, ComputationGraph graph) {
    notifyHooks(
        data,
        set -> hooks.forEach(hook -> hook.preUpdate(set, graph)),
        set -> hooks.forEach(hook -> hook.preUpdate(set, graph)));
  }

  void afterMinibatch(MultiDataSet data, ComputationGraph graph) {
    notifyHooks(
        data,
        set -> hooks.forEach(hook -> hook.postUpdate(set, graph)),
        set -> hooks.forEach(hook -> hook.postUpdate(set, graph)));
  }

  private void notifyHooks(
      MultiDataSet data, Consumer<DataSet> onDataSet, Consumer<MultiDataSet> onMultiDataSet) {
    if (hooks.isEmpty()) {
      return;
    }
    if (stack) {
      onDataSet.accept(
          new DataSet(
              data.getFeatures(0),
              data.getLabels(0),
              data.getFeaturesMaskArray(0),
              data.getLabelsMaskArray(0)));
    } else {
      onMultiDataSet.accept(data);
    }
  }
}
