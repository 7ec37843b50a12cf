package dev.unfold.dl4j.network;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small DL4J networks. */
public final class Dl4jStacks {
  public static final int INPUTS = 3;
  public static final int HIDDEN = 2;
  public static final int CLASSES = 3;

  private Dl4jStacks() {}

  /** Returns layers that read tokens, one number for each, and predict a token at each step. */
  public static MultiLayerConfiguration perStep(Layer... layers) {
    return stack(
        new RnnOutputLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nIn(HIDDEN)
            .nOut(CLASSES)
            .build(),
        layers);
  }

  /** Returns layers that read tokens and predict one class for a whole example. */
  public static MultiLayerConfiguration perExample(Layer... layers) {
    return stack(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nIn(HIDDEN)
            .nOut(CLASSES)
            .build(),
        layers);
  }

  public static MultiLayerConfiguration stack(Layer last, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().seed(1).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return list.layer(last).build();
  }

  /**
   * Returns an LSTM with peephole connections. DL4J deprecates its class, which files still
   * contain.
   */
  public static Layer peepholeLstm(int inputs, int outputs) {
    try {
      Object builder =
          Class.forName("org.deeplearning4j.nn.conf.layers.GravesLSTM$Builder")
              .getConstructor()
              .newInstance();
      return ((AbstractLSTM.Builder<?>) builder)
          .nIn(inputs)
          .nOut(outputs)
          .activation(Activation.TANH)
          .build();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("DL4J without peephole connections", e);
    }
  }

  public static Layer embedding(int width) {
    return new EmbeddingSequenceLayer.Builder()
        .nIn(INPUTS)
        .nOut(width)
        .activation(Activation.IDENTITY)
        .build();
  }
}
