package dev.unfold.dl4j.exchange;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LstmSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.RnnSettings;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Maps a layer of DL4J to a built-in one. Settings that only affect training, such as dropout and
 * regularization, are ignored.
 *
 * @param name the name of the layer
 */
record LayerMapping(String name) {
  /**
   * Creates an exception that refuses the layer.
   *
   * @param why the reason
   */
  UnsupportedLayerException unsupported(String why) {
    return new UnsupportedLayerException(name, why);
  }

  void require(boolean supported, String reason) throws UnsupportedLayerException {
    if (!supported) {
      throw unsupported(reason);
    }
  }

  /** Converts a width that DL4J stores as a long. */
  int size(long width) throws UnsupportedLayerException {
    require(width >= 1 && width <= Integer.MAX_VALUE, "has a width of " + width);
    return (int) width;
  }

  /** Requires an embedding that is a plain look-up of rows. */
  void requirePlain(EmbeddingSequenceLayer table) throws UnsupportedLayerException {
    require(!table.hasBias(), "is an embedding with a bias");
    requireActivation(table.getActivationFn(), ActivationIdentity.class);
  }

  private void requireActivation(IActivation activation, Class<? extends IActivation> expected)
      throws UnsupportedLayerException {
    require(
        expected.isInstance(activation),
        "has the activation " + (activation == null ? "none" : activation.toString()));
  }

  /** Returns a recurrent layer with one or two directions. */
  RecurrentSettings recurrent(Layer layer) throws UnsupportedLayerException {
    if (layer instanceof Bidirectional both) {
      require(
          both.getMode() == Bidirectional.Mode.CONCAT, "is a Bidirectional of " + both.getMode());
      RecurrentSettings forward = single(both.getFwd());
      require(forward.equals(single(both.getBwd())), "has two directions that differ");
      require(inputs(both.getFwd()) == inputs(both.getBwd()), "has two directions that differ");
      return forward.resized(forward.hidden(), true);
    }
    return single(layer);
  }

  private RecurrentSettings single(Layer layer) throws UnsupportedLayerException {
    if (layer instanceof LSTM lstm) {
      requireActivation(lstm.getActivationFn(), ActivationTanH.class);
      requireActivation(lstm.getGateActivationFn(), ActivationSigmoid.class);
      return new LstmSettings(size(lstm.getNOut()), false, 0);
    }
    if (layer instanceof SimpleRnn rnn) {
      requireActivation(rnn.getActivationFn(), ActivationTanH.class);
      require(!rnn.hasLayerNorm(), "is a SimpleRnn with layer normalization");
      return new RnnSettings(size(rnn.getNOut()), false);
    }
    throw unsupported("is a " + layer.getClass().getSimpleName());
  }

  /** Returns the number of inputs of a recurrent layer at a step. */
  int inputs(Layer layer) throws UnsupportedLayerException {
    Layer read = layer instanceof Bidirectional both ? both.getFwd() : layer;
    return size(((BaseRecurrentLayer) read).getNIn());
  }

  /** Returns the pooling of a layer. */
  Pooling pooling(GlobalPoolingLayer layer) throws UnsupportedLayerException {
    require(layer.isCollapseDimensions(), "pools without collapsing dimensions");
    return switch (layer.getPoolingType()) {
      case AVG -> Pooling.MEAN;
      case MAX -> Pooling.MAX;
      default -> throw unsupported("is a GlobalPoolingLayer of " + layer.getPoolingType());
    };
  }

  /** Returns the kind of target of an output layer. */
  DataShape.Target target(BaseOutputLayer layer) throws UnsupportedLayerException {
    require(layer.hasBias(), "is an output layer without bias");
    ILossFunction loss = layer.getLossFn();
    if (loss instanceof LossMCXENT classes && isUnweighted(classes.getWeights())) {
      requireActivation(layer.getActivationFn(), ActivationSoftmax.class);
      return DataShape.Target.CLASSES;
    }
    if (loss instanceof LossBinaryXENT sets && isUnweighted(sets.getWeights())) {
      requireActivation(layer.getActivationFn(), ActivationSigmoid.class);
      return DataShape.Target.SETS;
    }
    if (loss instanceof LossL2 frames && isUnweighted(frames.getWeights())) {
      requireActivation(layer.getActivationFn(), ActivationIdentity.class);
      return DataShape.Target.FRAMES;
    }
    throw unsupported("has the loss " + loss);
  }

  private static boolean isUnweighted(INDArray weights) {
    return weights == null;
  }
}
