package dev.unfold.baseline;

import java.io.Serializable;
import java.util.Random;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A recurrent language model in DL4J whose embedding is as wide as its layers, and minibatches of
 * random tokens for it.
 *
 * @param cell lstm or rnn; DL4J has no GRU
 */
record Shape(String cell, int vocabulary, int hidden, int layers, int batch, int steps)
    implements Serializable {
  private static final double CLIP_NORM = 5;

  /**
   * Reads CELL V H L B T.
   *
   * @throws IllegalArgumentException if DL4J has no such cell
   */
  static Shape parse(String[] arguments) {
    int[] sizes = new int[5];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Integer.parseInt(arguments[i + 1]);
    }
    return new Shape(arguments[0], sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]);
  }

  Shape {
    if (!cell.equals("lstm") && !cell.equals("rnn")) {
      throw new IllegalArgumentException("DL4J has no " + cell + " cell");
    }
  }

  int tokens() {
    return batch * steps;
  }

  /** Clips per layer, the nearest that DL4J has to the norm over all parameters. */
  MultiLayerConfiguration configuration() {
    NeuralNetConfiguration.ListBuilder network =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .weightInit(WeightInit.XAVIER)
            .updater(new Sgd(1.0))
            .gradientNormalization(GradientNormalization.ClipL2PerLayer)
            .gradientNormalizationThreshold(CLIP_NORM)
            .list();
    network.layer(
        new EmbeddingSequenceLayer.Builder()
            .nIn(vocabulary)
            .nOut(hidden)
            .inputLength(steps)
            .build());
    for (int l = 0; l < layers; l++) {
      network.layer(recurrent());
    }
    network.layer(
        new RnnOutputLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nIn(hidden)
            .nOut(vocabulary)
            .build());
    return network
        .setInputType(InputType.recurrent(vocabulary, steps, RNNFormat.NCW))
        .backpropType(BackpropType.Standard)
        .build();
  }

  private Layer recurrent() {
    return cell.equals("lstm")
        ? new LSTM.Builder().nIn(hidden).nOut(hidden).activation(Activation.TANH).build()
        : new SimpleRnn.Builder().nIn(hidden).nOut(hidden).activation(Activation.TANH).build();
  }

  /** Inputs [B, T] of ids, labels [B, V, T] one-hot. */
  DataSet minibatch(long seed) {
    Random random = new Random(seed);
    INDArray inputs = Nd4j.create(batch, steps);
    INDArray labels = Nd4j.create(batch, vocabulary, steps);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < steps; t++) {
        inputs.putScalar(b, t, random.nextInt(vocabulary));
        labels.putScalar(b, random.nextInt(vocabulary), t, 1);
      }
    }
    return new DataSet(inputs, labels);
  }
}
