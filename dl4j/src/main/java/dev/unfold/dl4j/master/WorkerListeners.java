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
 * The hooks and listeners of a worker: copies of the master's, created anew in each round.
 *
 * @param routed whether what listeners store goes to a router on the driver
 * @param stack whether the network is a stack of layers, whose hooks are told of DataSets
 */
record WorkerListeners(
    List<TrainingHook> hooks, List<TrainingListener> listeners, boolean routed, boolean stack)
    implements Serializable {

  WorkerListeners {
    hooks = new ArrayList<>(hooks);
    listeners = new ArrayList<>(listeners);
  }

  /** Puts the listeners on a network. */
  void watch(ComputationGraph graph, VanillaStatsStorageRouter router, int worker) {
    for (TrainingListener listener : listeners) {
      if (routed && listener instanceof RoutingIterationListener routing) {
        routing.setStorageRouter(router);
        routing.setWorkerID("worker_" + worker);
      }
    }
    graph.setListeners(listeners);
  }

  void before(MultiDataSet data, ComputationGraph graph) {
    tell(
        data,
        set -> hooks.forEach(hook -> hook.preUpdate(set, graph)),
        set -> hooks.forEach(hook -> hook.preUpdate(set, graph)));
  }

  void after(MultiDataSet data, ComputationGraph graph) {
    tell(
        data,
        set -> hooks.forEach(hook -> hook.postUpdate(set, graph)),
        set -> hooks.forEach(hook -> hook.postUpdate(set, graph)));
  }

  private void tell(MultiDataSet data, Consumer<DataSet> ofStack, Consumer<MultiDataSet> ofGraph) {
    if (hooks.isEmpty()) {
      return;
    }
    if (stack) {
      ofStack.accept(
          new DataSet(
              data.getFeatures(0),
              data.getLabels(0),
              data.getFeaturesMaskArray(0),
              data.getLabelsMaskArray(0)));
    } else {
      ofGraph.accept(data);
    }
  }
}
