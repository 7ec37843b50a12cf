package dev.unfold.driver.training.corpora;

import dev.unfold.driver.corpus.audio.AudioCorpusEncoder;
import dev.unfold.driver.corpus.text.EncodedTextCorpus;
import dev.unfold.driver.training.outcome.TrainingException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes the audio of a run, all of it with the sample rate of the training audio. */
public final class AudioCorpora {
  private static final Logger LOG = LoggerFactory.getLogger(AudioCorpora.class);

  private AudioCorpora() {}

  /**
   * Encodes the audio of a run and splits it into lanes.
   *
   * @throws TrainingException if there are more lanes than targets
   */
  public static TokenCorpora encode(AudioCorpusEncoder encoder, UnfoldSettings settings)
      throws IOException {
    CorpusSettings corpus = settings.corpus();
    NamedCorpus training = NamedCorpus.train(corpus);
    LOG.info("preparing {}", training);
    EncodedTextCorpus train =
        encoder.encode(training.paths(), corpus.document(), corpus.audio().rate());
    Preprocessing.Audio preprocessing =
        new Preprocessing.Audio(corpus.document(), train.sampleRate());
    TokenCorpora.Encoded encoded =
        new TokenCorpora.Encoded(
            train,
            encode(encoder, preprocessing, NamedCorpus.validation(corpus)),
            encode(encoder, preprocessing, NamedCorpus.test(corpus)));
    return TokenCorpora.of(preprocessing, encoded, settings);
  }

  private static Optional<EncodedTextCorpus> encode(
      AudioCorpusEncoder encoder, Preprocessing.Audio preprocessing, NamedCorpus audio)
      throws IOException {
    if (audio.paths().isEmpty()) {
      return Optional.empty();
    }
    LOG.info("preparing {}", audio);
    return Optional.of(
        encoder.encode(audio.paths(), preprocessing.document(), preprocessing.rate()));
  }
}
