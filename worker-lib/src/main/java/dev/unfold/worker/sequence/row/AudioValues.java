package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.acoustic.AcousticFeatures;
import dev.unfold.worker.sequence.audio.WavFormatException;
import dev.unfold.worker.sequence.audio.WavSamples;
import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Computes the acoustic features of recordings. */
final class AudioValues {
  /** The maximum number of samples, whose arrays fit into the memory of most tasks. */
  private static final long MAX_SAMPLES = 1L << 27;

  private AudioValues() {}

  /** Returns the frames of a {@link Recording}; one without samples has no frames. */
  static RawField.Numbers of(Object value, AcousticSettings settings) throws BadValueException {
    if (!(value instanceof Recording recording)) {
      throw new BadValueException(
          "the path of a wav file or the bytes of one", TableRow.shown(value));
    }
    WavSamples samples = decoded(recording);
    long resampled =
        AcousticFeatures.samples(samples.amplitudes().length, samples.rate(), settings);
    if (resampled > MAX_SAMPLES) {
      throw new BadValueException(
          "at most " + MAX_SAMPLES + " samples at corpus.input.audio.rate = " + settings.rate(),
          resampled + " of " + recording + ": cut it into parts");
    }
    double[][] frames = frames(samples, recording, settings);
    int width = AcousticFeatures.width(settings);
    double[] values = new double[Math.multiplyExact(frames.length, width)];
    for (int t = 0; t < frames.length; t++) {
      System.arraycopy(frames[t], 0, values, t * width, width);
    }
    return new RawField.Numbers(values, width);
  }

  /** Returns the features of a recording at its speed and volume. */
  private static double[][] frames(
      WavSamples samples, Recording recording, AcousticSettings settings) {
    AcousticFeatures features = new AcousticFeatures(settings);
    if (recording.speed() == Recording.NORMAL_SPEED && recording.gain() == 1) {
      return features.of(samples.amplitudes(), samples.rate());
    }
    double[] played =
        AcousticFeatures.resampled(
            AcousticFeatures.resampled(samples.amplitudes(), samples.rate(), settings.rate()),
            recording.speed(),
            Recording.NORMAL_SPEED);
    return features.of(
        Arrays.stream(played).map(sample -> recording.gain() * sample).toArray(), settings.rate());
  }

  private static WavSamples decoded(Recording recording) throws BadValueException {
    try {
      return WavSamples.decode(recording.file());
    } catch (WavFormatException e) {
      throw new BadValueException(
          e.expected() + " at byte " + e.offset() + " of " + recording, e.found());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
