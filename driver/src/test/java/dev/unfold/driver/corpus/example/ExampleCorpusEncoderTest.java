package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.unfold.driver.corpus.PartFileFormat;
import dev.unfold.driver.execution.NamedJobs;
import dev.unfold.worker.sequence.batch.LengthBuckets;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleCorpusEncoderTest extends ExampleEncodingFixture {
  private static final Configuration CONFIGURATION = new Configuration();

  @Test
  void wordsWithALabel() throws IOException {
    write(
        "a.json",
        "{\"text\": \"the cat sat\", \"y\": \"pos\"}",
        "{\"text\":\"the\",\"y\":\"neg\"}");
    CorpusSettings settings =
        settings(CorpusFormat.JSON, input("text", InputSettings.Kind.WORDS), label("y"));

    EncodedExampleCorpus train = train(settings);

    assertThat(shown(train)).containsExactly("the -> neg", "the cat sat -> pos");
    assertThat(train.schema().target().size()).isEqualTo(2);
    assertThat(train.buckets().size()).isEqualTo(2);
    assertThat(train.counts().inputSteps()).isEqualTo(4);
    assertThat(train.counts().unknownInputs()).isZero();

    Path other = directory.resolve("other.json");
    Files.writeString(other, "{\"text\": [\"the\", \"dog\"], \"y\": \"pos\"}\n");
    EncodedExampleCorpus validation =
        encoder().encode(settings.from(paths(other), ""), train.schema());
    assertThat(shown(validation)).containsExactly("the <unk> -> pos");
    assertThat(validation.counts().unknownInputs()).isEqualTo(1);
  }

  @Test
  void jobsAndStagesHaveNames() throws IOException, TimeoutException {
    write("a.json", "{\"text\": \"the cat sat\", \"y\": \"pos\"}");
    List<String> names =
        NamedJobs.during(
            SPARK.context(),
            () ->
                train(
                    settings(
                        CorpusFormat.JSON, input("text", InputSettings.Kind.WORDS), label("y"))));

    assertThat(names)
        .containsOnly(
            "reading the columns",
            "inferring vocabularies, labels and scales",
            "counting the examples",
            "encoding the examples");
  }

  @Test
  void aPairOfSequencesInEveryKindOfTable() throws IOException {
    Path parquet = directory.resolve("parquet");
    write("a.tsv", "from\tto", "ab\tx \"y", "b\tz");
    write("b.tsv", "from\tto", "é\ty y");
    SparkSession.builder()
        .getOrCreate()
        .read()
        .option("header", true)
        .option("sep", "\t")
        .option("quote", "")
        .csv(table.toString())
        .write()
        .parquet(parquet.toString());
    InputSettings input = input("from", InputSettings.Kind.CHARACTERS);
    TargetSettings target = new TargetSettings("to", TargetSettings.Kind.WORDS, 0);

    EncodedExampleCorpus tsv = train(settings(CorpusFormat.TSV, input, target));
    EncodedExampleCorpus again =
        encoder()
            .encodeTraining(
                settings(List.of(parquet.toString()), CorpusFormat.PARQUET, input, target));

    assertThat(shown(tsv)).containsExactlyInAnyOrder("a b -> x \"y", "b -> z", "é -> y y");
    assertThat(again.sha256()).isEqualTo(tsv.sha256());
    FieldSchema.Tokens decoded = (FieldSchema.Tokens) tsv.schema().target();
    assertThat(decoded.vocabulary().boundary()).isPresent();
    assertThat(tsv.longestInput()).isEqualTo(2);
    assertThat(tsv.longestTarget()).isEqualTo(2);
  }

  @Test
  void pairsAreShortOrLongWithTheirTargets() throws IOException {
    write("a.tsv", "from\tto", "a\tx x x x x x x x", "a b c\tx", "d\tx x x x x x x");
    EncodedExampleCorpus pairs =
        train(
            settings(
                CorpusFormat.TSV,
                input("from", InputSettings.Kind.WORDS),
                new TargetSettings("to", TargetSettings.Kind.WORDS, 0)));

    assertThat(pairs.buckets().all())
        .containsExactly(new LengthBuckets.Bucket(4, 1), new LengthBuckets.Bucket(9, 2));
    assertThat(shown(pairs).get(0)).isEqualTo("a b c -> x");
  }

  /** The next words are targets of the steps of the input, not a sequence beside it. */
  @Test
  void sequencesWhoseNextWordIsPredictedAreAsLongAsTheirSteps() throws IOException {
    write("a.tsv", "text", "a b c d", "a b");
    EncodedExampleCorpus train =
        train(
            settings(
                CorpusFormat.TSV,
                input("text", InputSettings.Kind.WORDS),
                new TargetSettings("", TargetSettings.Kind.NEXT, 0)));

    assertThat(train.buckets().all())
        .containsExactly(new LengthBuckets.Bucket(1, 1), new LengthBuckets.Bucket(3, 1));
  }

  @Test
  void csvIsQuotedAndMayLackAHeader() throws IOException {
    write("a.csv", "\"say \"\"a, b\"\"\",1.5", "c,-0.5");
    TargetSettings target = new TargetSettings("2", TargetSettings.Kind.VECTOR, 0);
    CorpusSettings settings =
        CorpusSettings.ofTable(
            List.of(table.toString()),
            CorpusFormat.CSV,
            false,
            InputColumns.of(input("1", InputSettings.Kind.WORDS)),
            SequenceSettings.none(),
            target);

    assertThat(shown(train(settings))).containsExactly("c -> [-0.5]", "say \"a, b\" -> [1.5]");
  }

  @Test
  void framesAreNormalizedByTheTraining() throws IOException {
    write(
        "a.json",
        "{\"x\": [[1, 10], [3, 10], [5, 10]], \"y\": 2}",
        "{\"x\": [[7, 10]], \"y\": 4.5}");
    CorpusSettings settings =
        settings(
            CorpusFormat.JSON,
            input("x", InputSettings.Kind.FRAMES),
            new TargetSettings("y", TargetSettings.Kind.VECTOR, 0));

    EncodedExampleCorpus train = train(settings);

    assertThat(train.schema().input())
        .isEqualTo(
            new FieldSchema.Numbers(
                new FrameScale(List.of(4.0, 10.0), List.of(Math.sqrt(5), 1.0))));
    float first = (float) (-3 / Math.sqrt(5));
    float second = (float) (-1 / Math.sqrt(5));
    assertThat(all(train).get(1))
        .isEqualTo(
            new Example(
                new FieldSequence.Frames(new float[] {first, 0, second, 0, -second, 0}, 2),
                new FieldSequence.Frames(new float[] {2}, 1)));
  }

  /** The scale of MASE: the changes from step to step, in the units of the numbers. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theChangesOfForecastNumbersAreKept(boolean normalized) throws IOException {
    write("a.json", "{\"x\": [[1, 10], [3, 10], [1, 10]]}", "{\"x\": [[7, 10], [8, 10]]}");
    CorpusSettings settings =
        settings(
            CorpusFormat.JSON,
            new InputSettings("x", InputSettings.Kind.FRAMES, 0, false, normalized, false),
            new TargetSettings("", TargetSettings.Kind.NEXT, 0));

    FieldSchema.Numbers target = (FieldSchema.Numbers) train(settings).schema().target();

    double unit = target.scale().deviation().get(0);
    assertThat(unit).isEqualTo(normalized ? Math.sqrt(8.8) : 1);
    assertThat(target.changes()).containsExactly(5 / 3.0 / unit, 0.0);
  }

  @Test
  void theNextSetOfNotes() throws IOException {
    write("a.json", "{\"notes\": [[5, 1, 5], [], [87]]}", "{\"notes\": [[3]]}");
    CorpusSettings settings =
        settings(
            CorpusFormat.JSON,
            new InputSettings("notes", InputSettings.Kind.SETS, 88, false, true, false),
            new TargetSettings("", TargetSettings.Kind.NEXT, 0));

    EncodedExampleCorpus train = train(settings);

    assertThat(all(train))
        .containsExactly(
            new Example(
                new FieldSequence.IdSets(new int[][] {{1, 5}, {}}),
                new FieldSequence.IdSets(new int[][] {{}, {87}})));
    assertThat(train.counts().rowsTooShort()).isEqualTo(1);
    assertThat(train.schema().target().size()).isEqualTo(88);
  }

  @Test
  void aBagAndAReversedSequenceWithTags() throws IOException {
    write("a.json", "{\"words\": \"b a a\", \"tags\": [\"X\", \"Y\", \"Y\"]}");
    TargetSettings tags = new TargetSettings("tags", TargetSettings.Kind.TAGS, 0);
    EncodedExampleCorpus bag =
        train(
            settings(
                CorpusFormat.JSON,
                input("words", InputSettings.Kind.BAG),
                new TargetSettings("tags", TargetSettings.Kind.WORDS, 0)));
    assertThat(all(bag).get(0).input()).isEqualTo(new FieldSequence.IdSets(new int[][] {{1, 2}}));

    EncodedExampleCorpus reversed =
        train(
            settings(
                CorpusFormat.JSON,
                new InputSettings("words", InputSettings.Kind.WORDS, 0, true, true, true),
                tags));
    assertThat(all(reversed).get(0).input()).isEqualTo(new FieldSequence.Ids(new int[] {1, 1, 2}));
    assertThat(all(reversed).get(0).target()).isEqualTo(new FieldSequence.Ids(new int[] {1, 1, 0}));
    assertThat(all(reversed).get(0).characters())
        .hasValue(new FieldSequence.IdSets(new int[][] {{1}, {1}, {2}}));
  }

  @Test
  void theOrderOfRowsAndFilesDoesNotMatter() throws IOException {
    List<String> rows = new ArrayList<>();
    Random random = new Random(9);
    for (int i = 0; i < 300; i++) {
      List<String> frames = new ArrayList<>();
      for (int step = 0; step <= random.nextInt(9); step++) {
        frames.add("[" + random.nextGaussian() + "," + random.nextFloat() + "]");
      }
      rows.add("{\"x\":" + frames + ",\"y\":" + i % 7 + "}");
    }
    rows.addAll(rows.subList(0, 5));
    CorpusSettings settings =
        settings(CorpusFormat.JSON, input("x", InputSettings.Kind.FRAMES), label("y"));
    write("one.json", rows.toArray(String[]::new));
    EncodedExampleCorpus one = train(settings, 2000);
    assertThat(partsOf(one)).isGreaterThan(3);

    Files.delete(table.resolve("one.json"));
    Collections.shuffle(rows, random);
    for (int file = 0; file < 5; file++) {
      write(
          "part" + file + ".json", rows.subList(file * 61, (file + 1) * 61).toArray(String[]::new));
    }
    EncodedExampleCorpus many = train(settings, 2000);

    assertThat(many.folder()).isNotEqualTo(one.folder());
    assertThat(many.sha256()).isEqualTo(one.sha256());
    assertThat(all(many)).isEqualTo(all(one)).hasSize(305);
    assertThat(all(train(settings))).isEqualTo(all(one));
  }

  @Test
  void isReusedWhileUnchangedAndSerializesToFewBytes() throws IOException, ClassNotFoundException {
    write("a.json", "{\"text\": \"a b\"}", "{\"text\": \"c\"}");
    CorpusSettings settings =
        settings(
            CorpusFormat.JSON,
            input("text", InputSettings.Kind.WORDS),
            new TargetSettings("", TargetSettings.Kind.NONE, 0));
    EncodedExampleCorpus first = train(settings);
    Path part = Path.of(first.folder().substring("file:".length()), "part-00000.examples");
    long written = Files.getLastModifiedTime(part).toMillis();
    assertThat(train(settings).folder()).isEqualTo(first.folder());
    assertThat(Files.getLastModifiedTime(part).toMillis()).isEqualTo(written);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(first);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      EncodedExampleCorpus shipped = (EncodedExampleCorpus) in.readObject();
      assertThat(all(shipped)).isEqualTo(all(first));
      assertThatThrownBy(shipped::schema).isInstanceOf(IllegalStateException.class);
    }

    byte[] good = Files.readAllBytes(part);
    byte[] bad = good.clone();
    bad[0] = 9;
    Files.write(part, bad);
    assertThatThrownBy(() -> all(first))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "part-00000.examples is damaged or not a file of Unfold: the checksum");
    Files.write(part, Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(() -> all(first)).hasMessageContaining("damaged or not a file of Unfold");
    assertThat(all(train(settings))).hasSize(2);

    Path ends = part.resolveSibling("part-00000.examples.ends");
    byte[] foreign = Arrays.copyOf(Files.readAllBytes(ends), 2 * Long.BYTES);
    foreign[0] = 1;
    try (OutputStream out = new PartFileFormat.Output(Files.newOutputStream(ends))) {
      out.write(foreign);
    }
    assertThatThrownBy(() -> all(first))
        .hasMessageContaining(
            "part-00000.examples is damaged or not a file of Unfold: example 0: bytes 0 to");
  }

  @Test
  void theEnglishTreebank() throws IOException {
    Path treebank = data("ud_ewt");
    CorpusSettings settings =
        settings(
            List.of(treebank.resolve("en_ewt-ud-dev.conllu").toString()),
            CorpusFormat.CONLL,
            new InputSettings("2", InputSettings.Kind.WORDS, 0, false, true, true),
            new TargetSettings("4", TargetSettings.Kind.TAGS, 0));

    EncodedExampleCorpus dev = encoder().encodeTraining(settings);

    assertThat(dev.buckets().examples()).isEqualTo(2001);
    assertThat(dev.counts().inputSteps()).isEqualTo(dev.counts().targetSteps()).isEqualTo(25_147);
    assertThat(((FieldSchema.Classes) dev.schema().target()).labels().all())
        .contains("NOUN", "PROPN", "X")
        .hasSize(17);
    assertThat(shown(dev))
        .contains("From the AP comes this story : -> ADP DET PROPN VERB DET NOUN PUNCT");
    assertThat(dev.counts().linesPassedOver()).isEqualTo(363);
  }

  @Test
  void spellingToPhonemes() throws IOException {
    Path folder = data("sigmorphon2020_g2p");
    CorpusSettings settings =
        CorpusSettings.ofTable(
            List.of(folder.resolve("train/fre_train.tsv").toString()),
            CorpusFormat.TSV,
            false,
            InputColumns.of(input("1", InputSettings.Kind.CHARACTERS)),
            SequenceSettings.none(),
            new TargetSettings("2", TargetSettings.Kind.WORDS, 0));

    EncodedExampleCorpus train = encoder().encodeTraining(settings);
    EncodedExampleCorpus dev =
        encoder()
            .encode(settings.from(paths(folder.resolve("dev/fre_dev.tsv")), ""), train.schema());

    assertThat(train.buckets().examples()).isEqualTo(3600);
    assertThat(shown(train)).contains("a b b y -> a b i");
    assertThat(dev.buckets().examples()).isEqualTo(450);
  }

  private static Path data(String name) {
    String data = System.getenv("UNFOLD_DATA");
    assumeThat(data).as("UNFOLD_DATA, the folder of public data sets, is set").isNotNull();
    Path folder = Path.of(data, name);
    assumeThat(folder).as("the data set %s is in UNFOLD_DATA", name).isDirectory();
    return folder;
  }

  private static long partsOf(EncodedExampleCorpus examples) throws IOException {
    Path folder = Path.of(examples.folder().substring("file:".length()));
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".examples")).count();
    }
  }

  private static List<Example> all(EncodedExampleCorpus examples) throws IOException {
    List<Example> all = new ArrayList<>();
    try (EncodedExampleSource source = examples.open(CONFIGURATION)) {
      for (long i = 0; i < source.length(); i++) {
        all.add(source.read(i));
      }
    }
    return all;
  }

  private static List<String> shown(EncodedExampleCorpus examples) throws IOException {
    List<String> shown = new ArrayList<>();
    for (Example example : all(examples)) {
      shown.add(
          text(example.input(), examples.schema().input())
              + " -> "
              + text(example.target(), examples.schema().target()));
    }
    return shown;
  }
}
