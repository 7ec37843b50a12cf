package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.acoustic.AcousticFeatures;
import dev.unfold.worker.sequence.acoustic.FrameMoments;
import dev.unfold.worker.sequence.audio.WavFormatException;
import dev.unfold.worker.sequence.audio.WavHeader;
import dev.unfold.worker.sequence.audio.WavHeaderReader;
import dev.unfold.worker.sequence.audio.WavSamples;
import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import dev.unfold.worker.settings.corpus.AcousticSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Computes the acoustic features of recordings. */
public final class AudioValues {
  /** The maximum number of samples, whose arrays fit into the memory of most tasks. */
  private static final long MAX_SAMPLES = 1L << 27;

  private AudioValues() {}

  /** Returns the frames of a {@link Recording}; one without samples has no frames. */
  static RawField.Numbers of(Object value, AcousticSettings settings) throws BadValueException {
    if (!(value instanceof Recording recording)) {
      throw new BadValueException(
          "the path of a wav file or the bytes of one", TableRow.shown(value));
    }
    WavSamples samples = samples(recording, settings);
    Optional<FrameMoments> moments =
        settings.hasSpeaker() ? Optional.of(recording.moments().orElseThrow()) : Optional.empty();
    double[][] frames =
        new AcousticFeatures(settings).of(samples.amplitudes(), samples.rate(), moments);
    return joined(frames, AcousticFeatures.width(settings));
  }

  /**
   * Returns the frames of a recording before they are normalized and joined, from which the moments
   * of its speaker are computed; empty if it cannot be used.
   */
  public static Optional<RawField.Numbers> unnormalized(
      Recording recording, AcousticSettings settings) {
    try {
      WavSamples samples = samples(recording, settings);
      double[][] frames =
          new AcousticFeatures(settings).unnormalized(samples.amplitudes(), samples.rate());
      return Optional.of(joined(frames, AcousticFeatures.width(settings) / settings.stack()));
    } catch (BadValueException e) {
      return Optional.empty();
    }
  }

  /** Returns the samples per second of a recording; empty for a copy or one without a header. */
  public static OptionalInt rate(Recording recording) {
    if (isChanged(recording)) {
      return OptionalInt.empty();
    }
    try {
      byte[] file = recording.file();
      WavHeader header = WavHeaderReader.read(new ByteArrayInputStream(file), file.length);
      return OptionalInt.of(header.format().rate());
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static boolean isChanged(Recording recording) {
    return recording.speed() != Recording.NORMAL_SPEED || recording.gain() != 1;
  }

  private static RawField.Numbers joined(double[][] frames, int width) {
    double[] values = new double[Math.multiplyExact(frames.length, width)];
    for (int t = 0; t < frames.length; t++) {
      System.arraycopy(frames[t], 0, values, t * width, width);
    }
    return new RawField.Numbers(values, width);
  }

  /** Returns the samples of a recording at its speed and volume. */
  private static WavSamples samples(Recording recording, AcousticSettings settings)
      throws BadValueException {
    WavSamples samples = decoded(recording);
    long resampled =
        AcousticFeatures.samples(samples.amplitudes().length, samples.rate(), settings);
    if (resampled > MAX_SAMPLES) {
      throw new BadValueException(
          "at most " + MAX_SAMPLES + " samples at corpus.input.audio.rate = " + settings.rate(),
          resampled + " of " + recording + ": cut it into parts");
    }
    if (!isChanged(recording)) {
      return samples;
    }
    double[] played =
        AcousticFeatures.resampled(
            AcousticFeatures.resampled(samples.amplitudes(), samples.rate(), settings.rate()),
            recording.speed(),
            Recording.NORMAL_SPEED);
    double[] louder = Arrays.stream(played).map(sample -> recording.gain() * sample).toArray();
    return new WavSamples(louder, settings.rate());
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
