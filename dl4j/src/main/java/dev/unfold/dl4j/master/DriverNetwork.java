package dev.unfold.dl4j.master;

import dev.unfold.dl4j.GraphInspection;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/** The network of a dl4j-spark program, on the driver. */
sealed interface DriverNetwork {
  JavaSparkContext spark();

  /** Returns the current state of the network. */
  NetworkState state();

  /** Sets the network to the average of the workers' networks. */
  void accept(WorkerAverage average);

  /** Returns whether the network is a stack of layers. */
  boolean isStack();

  /** A MultiLayerNetwork. */
  record Stack(SparkDl4jMultiLayer program) implements DriverNetwork {
    @Override
    public JavaSparkContext spark() {
      return program.getSparkContext();
    }

    @Override
    public NetworkState state() {
      MultiLayerNetwork network = program.getNetwork();
      MultiLayerConfiguration layers = network.getLayerWiseConfigurations();
      return new NetworkState(
          GraphInspection.of(layers),
          network.params(),
          network.getUpdater().getStateViewArray(),
          layers.getIterationCount(),
          layers.getEpochCount());
    }

    @Override
    public void accept(WorkerAverage average) {
      MultiLayerNetwork network = program.getNetwork();
      network.setParameters(average.parameters());
      if (average.updater() != null) {
        network.getUpdater().setStateViewArray(null, average.updater(), false);
      }
      MultiLayerConfiguration layers = network.getLayerWiseConfigurations();
      layers.setIterationCount(layers.getIterationCount() + average.updates());
      program.setScore(average.score());
    }

    @Override
    public boolean isStack() {
      return true;
    }
  }

  /** A ComputationGraph. */
  record Graph(SparkComputationGraph program) implements DriverNetwork {
    @Override
    public JavaSparkContext spark() {
      return program.getSparkContext();
    }

    @Override
    public NetworkState state() {
      ComputationGraph network = program.getNetwork();
      ComputationGraphConfiguration graph = network.getConfiguration();
      return new NetworkState(
          graph,
          network.params(),
          network.getUpdater().getStateViewArray(),
          graph.getIterationCount(),
          graph.getEpochCount());
    }

    @Override
    public void accept(WorkerAverage average) {
      ComputationGraph network = program.getNetwork();
      network.setParams(average.parameters());
      if (average.updater() != null) {
        network.getUpdater().setStateViewArray(average.updater());
      }
      ComputationGraphConfiguration graph = network.getConfiguration();
      graph.setIterationCount(graph.getIterationCount() + average.updates());
      program.setScore(average.score());
    }

    @Override
    public boolean isStack() {
      return false;
    }
  }
}
