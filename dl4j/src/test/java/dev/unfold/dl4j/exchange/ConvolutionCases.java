package dev.unfold.dl4j.exchange;

import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.Activation;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.CharEncoderSettings;
import dev.unfold.worker.settings.network.DenseSettings;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings.Pooling;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.network.TimeDelaySettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Models with layers that see a limited number of steps, which are convolutions in DL4J. */
final class ConvolutionCases {
  private static final int HIDDEN = 4;

  private ConvolutionCases() {}

  /** Returns every kind of network, and stacks of several types of layers. */
  static Stream<ExchangeCase> networks() {
    LayerSettings tanh = timeDelay(Activation.TANH, -2, -1, 0);
    LayerSettings linear = dense(Activation.LINEAR, false);
    List<LayerSettings> peddinti =
        List.of(
            timeDelay(Activation.RELU, -2, -1, 0, 1, 2),
            timeDelay(Activation.TANH, -1, 2),
            timeDelay(Activation.SIGMOID, -3, 3),
            timeDelay(Activation.TANH, -7, 2),
            dense(Activation.TANH, false));
    List<LayerSettings> lstmBetween =
        List.of(tanh, RecurrentSettings.of(CellKind.LSTM, HIDDEN, false, 0), linear);
    List<LayerSettings> backwardsAbove =
        List.of(
            timeDelay(Activation.TANH, -1, 0, 1),
            RecurrentSettings.of(CellKind.RNN, HIDDEN, true, 0));
    List<LayerSettings> music =
        List.of(
            linear,
            dilated(0, Activation.LINEAR, 2, 1),
            dilated(0, Activation.RELU, 2, 2),
            dense(Activation.RELU, true));
    InputSettings.Kind frames = InputSettings.Kind.FRAMES;
    return Stream.of(
        ExchangeCase.languageModel(List.of(tanh), OutputSettings.softmax()),
        ExchangeCase.languageModel(List.of(tanh), ExchangeCase.tied()),
        ExchangeCase.languageModel(lstmBetween, OutputSettings.softmax()),
        ExchangeCase.languageModel(
            List.of(dilated(3, Activation.RELU, 2, 1, 2, 4), linear), OutputSettings.softmax()),
        ExchangeCase.tagger(peddinti, InputSettings.Kind.WORDS, TargetSettings.Kind.TAGS),
        ExchangeCase.tagger(backwardsAbove, InputSettings.Kind.WORDS, TargetSettings.Kind.TAGS),
        ExchangeCase.tagger(music, InputSettings.Kind.SETS, TargetSettings.Kind.SETS),
        ExchangeCase.vector(peddinti, Pooling.MEAN, frames),
        ExchangeCase.vector(peddinti, Pooling.MAX, frames),
        ExchangeCase.vector(peddinti, strided(Pooling.MEAN), frames),
        ExchangeCase.vector(music, strided(Pooling.MAX), InputSettings.Kind.WORDS),
        ExchangeCase.vector(peddinti, Pooling.LAST, frames),
        ExchangeCase.vector(backwardsAbove, Pooling.LAST, frames),
        ExchangeCase.vector(music, Pooling.MEAN, frames),
        ExchangeCase.vector(music, Pooling.LAST, InputSettings.Kind.WORDS));
  }

  private static EncoderSettings strided(Pooling pooling) {
    return new EncoderSettings(pooling, 4, CharEncoderSettings.defaults());
  }

  /** Returns time-delay layers of all sizes, spaces, places and activations, two at a time. */
  static Stream<ExchangeCase> timeDelays() {
    Activation[] activations = Activation.values();
    return IntStream.rangeClosed(1, 4)
        .boxed()
        .flatMap(size -> Stream.of(1, 2, 5).map(distance -> new int[] {size, distance}))
        .flatMap(
            window ->
                IntStream.of(-window[1] * window[0], 1 - window[0], 0, 2)
                    .mapToObj(
                        first ->
                            IntStream.range(0, window[0])
                                .map(k -> first + k * window[1])
                                .toArray()))
        .map(
            offsets ->
                ExchangeCase.tagger(
                    List.of(
                        timeDelay(activations[Arrays.hashCode(offsets) & 3], offsets),
                        timeDelay(Activation.TANH, -1, 0, 1)),
                    InputSettings.Kind.FRAMES,
                    TargetSettings.Kind.TAGS));
  }

  /** Returns dilated convolutions of several sizes with all activations. */
  static Stream<ExchangeCase> dilatedConvolutions() {
    return Arrays.stream(Activation.values())
        .flatMap(
            activation ->
                Stream.of(
                    dilated(0, activation, 2, 1),
                    dilated(0, activation, 3, 1, 2, 4),
                    dilated(3, activation, 2, 3),
                    dilated(3, activation, 4, 1, 3)))
        .map(
            layer ->
                ExchangeCase.tagger(
                    List.of(layer), InputSettings.Kind.FRAMES, TargetSettings.Kind.TAGS));
  }

  static LayerSettings timeDelay(Activation activation, int... offsets) {
    return new TimeDelaySettings(
        HIDDEN, Arrays.stream(offsets).boxed().toList(), activation, false);
  }

  private static LayerSettings dense(Activation activation, boolean residual) {
    return new DenseSettings(HIDDEN, activation, residual);
  }

  private static LayerSettings dilated(
      int skip, Activation activation, int filter, Integer... dilations) {
    return new DilatedConvolutionSettings(
        HIDDEN, filter, List.of(dilations), 2, skip, activation, 0);
  }
}
