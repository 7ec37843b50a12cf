package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.evaluation.EvaluationCorpus;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.driver.operation.GenerationOperation;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.RequestedSampling;
import dev.unfold.worker.generation.text.TextRules;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.sequence.audio.SampleEncoding;
import dev.unfold.worker.sequence.audio.WavBytes;
import dev.unfold.worker.sequence.audio.WavFormat;
import dev.unfold.worker.sequence.audio.WavHeader;
import dev.unfold.worker.sequence.audio.WavHeaderReader;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.AudioSettings;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs over raw audio. */
class AudioRunTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;
  private FixtureRuns runs;
  private UnfoldSettings settings;

  @BeforeEach
  void writeAudio() throws IOException {
    runs = new FixtureRuns(SPARK.context(), folder);
    for (int file = 0; file < 4; file++) {
      Files.write(folder.resolve(file + ".wav"), WavBytes.of(8000, 1, tone(900, file)));
    }
    RunFixture fixture = new RunFixture(folder).withEpochs(3).withSteps(30).withDropout(0);
    UnfoldSettings text = fixture.settings("run");
    settings = text.with(audio(Unit.CHAR, Document.FILE), text.training(), text.run());
  }

  /** Returns a tone with noise. */
  private static int[] tone(int samples, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, samples)
        .map(i -> (int) (8000 * Math.sin(i * 0.3) + random.nextInt(200)))
        .toArray();
  }

  private CorpusSettings audio(Unit unit, Document document) {
    return new CorpusSettings(
        List.of(folder + "/[0-2].wav"),
        List.of(folder + "/3.wav"),
        List.of(),
        CorpusFormat.WAV,
        true,
        InputSettings.forText(),
        List.of(),
        SequenceSettings.none(),
        TargetSettings.forText(),
        unit,
        document,
        VocabularySettings.all(),
        AudioSettings.asRecorded(),
        folder.resolve("cache").toString());
  }

  @Test
  void audioIsLearnedEvaluatedResumedAndGenerated() throws IOException {
    RecordingListener recorder = runs.train(settings, "whole", () -> false);
    double first = recorder.epochs().get(0).validation().get("loss");
    double last = recorder.epochs().get(2).validation().get("loss");
    assertThat(first).isLessThan(Math.log(258));
    assertThat(last).isLessThan(first);
    assertThat(runs.metrics("whole", "corpus").toString())
        .contains("\"samples\":2700", "\"seconds\":0.3375", "\"documents\":3", "\"tokens\":2704");

    runs.train(settings, "stopped", new StopAfterListener(2));
    runs.train(settings, "stopped", () -> false);
    assertThat(runs.modelSha256("stopped")).isEqualTo(runs.modelSha256("whole"));

    LoadedModel model = LoadedModel.read(runs.path("whole"), HADOOP);
    assertThat(model.model().config().preprocessing())
        .isEqualTo(new Preprocessing.Audio(Document.FILE, 8000));
    EvaluationCorpus evaluated =
        new EvaluationCorpus.Encoder(
                SPARK.context(), settings.corpus().cache(), settings.evaluation())
            .encode(model.path(), model.model(), List.of(folder + "/3.wav"));
    assertThat(evaluated.counts()).containsEntry("unknownTokens", 0L);
    assertGenerates(model);
  }

  private void assertGenerates(LoadedModel model) throws IOException {
    GenerationOperation generation = generation("", 500, 7);
    byte[] file = generated(generation, model, "one.wav");
    WavHeader header = WavHeaderReader.read(new ByteArrayInputStream(file), file.length);
    assertThat(header)
        .isEqualTo(new WavHeader(new WavFormat(SampleEncoding.PCM_16, 1, 8000), 44, 500));
    assertThat(generated(generation, model, "two.wav")).isEqualTo(file);
    assertThat(generated(generation("", 500, 8), model, "other.wav")).isNotEqualTo(file);

    String existing = folder.resolve("one.wav").toString();
    assertThatThrownBy(() -> generation.writeAudio(model, existing, HADOOP))
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> generation("a", 5, 7).writeAudio(model, folder + "/x", HADOOP))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("--prefix");
    assertThatThrownBy(() -> generation.run(model, text -> {}))
        .hasMessageContaining("one of audio, which needs a file: --output FILE.wav");
  }

  private byte[] generated(GenerationOperation generation, LoadedModel model, String name)
      throws IOException {
    Path file = folder.resolve(name);
    generation.writeAudio(model, file.toString(), HADOOP);
    return Files.readAllBytes(file);
  }

  @Test
  void modelsOfTextGenerateNoAudio() throws IOException {
    runs.train(new RunFixture(folder).withMaxRounds(1), "text");
    LoadedModel model = LoadedModel.read(runs.path("text"), HADOOP);
    assertThatThrownBy(() -> generation("", 5, 7).writeAudio(model, folder + "/x.wav", HADOOP))
        .hasMessageContaining("one of text, which is printed: leave out --output");
    assertThat(folder.resolve("x.wav")).doesNotExist();
  }

  @Test
  void settingsOfTextAreRefused() {
    assertThatThrownBy(() -> audio(Unit.WORD, Document.LINE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("corpus.unit")
        .hasMessageContaining("corpus.document: expected none or file");
    assertThat(audio(Unit.CHAR, Document.NONE).isTable()).isFalse();
  }

  private static GenerationOperation generation(String prefix, int length, long seed) {
    return new GenerationOperation(
        prefix, length, new RequestedSampling(1, 0, 1, seed), TextRules.none(), Precision.F32);
  }
}
