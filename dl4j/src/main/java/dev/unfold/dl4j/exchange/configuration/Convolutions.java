package dev.unfold.dl4j.exchange.configuration;

import dev.unfold.worker.settings.network.Activation;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;

/** What all convolutions of exported networks have in common. */
final class Convolutions {
  private Convolutions() {}

  /**
   * Returns a builder of a convolution that maps each step by itself; with a larger kernel it is
   * causal.
   */
  static Convolution1DLayer.Builder perStep(String name, Activation activation) {
    return new Convolution1DLayer.Builder(1)
        .convolutionMode(ConvolutionMode.Causal)
        .rnnDataFormat(RNNFormat.NCW)
        .activation(function(activation))
        .name(name);
  }

  /** Returns DL4J's name of an activation function. */
  static org.nd4j.linalg.activations.Activation function(Activation activation) {
    return switch (activation) {
      case TANH -> org.nd4j.linalg.activations.Activation.TANH;
      case SIGMOID -> org.nd4j.linalg.activations.Activation.SIGMOID;
      case RELU -> org.nd4j.linalg.activations.Activation.RELU;
      case LINEAR -> org.nd4j.linalg.activations.Activation.IDENTITY;
    };
  }
}
