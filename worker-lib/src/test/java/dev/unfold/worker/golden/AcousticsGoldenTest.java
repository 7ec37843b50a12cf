package dev.unfold.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.model.Json;
import dev.unfold.worker.sequence.acoustic.AcousticFeatures;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares acoustic features with those of librosa. */
class AcousticsGoldenTest {
  private static final Offset<Double> TOLERANCE = Offset.offset(1e-4);

  record Signal(int rate, double[] samples) {
    double[] amplitudes() {
      return Arrays.stream(samples).map(sample -> sample / 0x1p15).toArray();
    }
  }

  record Case(String signal, AcousticSettings settings, double[][] frames) {}

  record Resampled(int rate, int to, double[] samples, double[] resampled) {}

  private record Golden(
      Map<String, String> versions,
      Map<String, Signal> signals,
      Map<String, Case> cases,
      Map<String, Resampled> resampled) {}

  private static Golden golden() throws IOException {
    try (InputStream in = AcousticsGoldenTest.class.getResourceAsStream("/golden/acoustics.json")) {
      return Json.newMapper().readValue(in, Golden.class);
    }
  }

  static Stream<Map.Entry<String, Case>> cases() throws IOException {
    return golden().cases().entrySet().stream();
  }

  static Stream<Map.Entry<String, Resampled>> resampled() throws IOException {
    return golden().resampled().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void framesAreThoseOfLibrosa(Map.Entry<String, Case> golden) throws IOException {
    Case expected = golden.getValue();
    Signal signal = golden().signals().get(expected.signal());
    double[][] frames =
        new AcousticFeatures(expected.settings()).of(signal.amplitudes(), signal.rate());
    assertThat(frames).hasNumberOfRows(expected.frames().length);
    for (int t = 0; t < frames.length; t++) {
      assertThat(frames[t])
          .as("frame " + t)
          .hasSize(AcousticFeatures.width(expected.settings()))
          .containsExactly(expected.frames()[t], TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("resampled")
  void resampledSignalsAreThoseOfLibrosa(Map.Entry<String, Resampled> golden) {
    Resampled expected = golden.getValue();
    Signal signal = new Signal(expected.rate(), expected.samples());
    double[] resampled =
        AcousticFeatures.resampled(signal.amplitudes(), signal.rate(), expected.to());
    assertThat(resampled).containsExactly(expected.resampled(), TOLERANCE);
  }
}
