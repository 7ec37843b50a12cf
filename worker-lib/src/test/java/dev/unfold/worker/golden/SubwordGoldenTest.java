package dev.unfold.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.model.Json;
import dev.unfold.worker.sequence.subword.BytePairLearner;
import dev.unfold.worker.sequence.subword.BytePairModel;
import dev.unfold.worker.sequence.subword.Detokenizer;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.sequence.subword.TokenizerFile;
import dev.unfold.worker.sequence.subword.TokenizerFileReader;
import dev.unfold.worker.sequence.subword.WordSplitter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares subwords with those of Hugging Face's {@code tokenizers}. */
class SubwordGoldenTest {
  record Case(String text, int[] bpe, int[] unigram, String decoded) {}

  private record Golden(String text, int size, List<Case> texts) {}

  private static Golden golden() throws IOException {
    try (InputStream in = SubwordGoldenTest.class.getResourceAsStream("/golden/subwords.json")) {
      return Json.newMapper().readValue(in, Golden.class);
    }
  }

  private static SubwordModel read(String name) throws IOException {
    try (InputStream in = SubwordGoldenTest.class.getResourceAsStream("/golden/" + name)) {
      return TokenizerFileReader.read(in);
    }
  }

  private static int[] cut(SubwordModel model, String text) throws IOException {
    IntStream.Builder ids = IntStream.builder();
    WordSplitter splitter =
        new WordSplitter(word -> IntStream.of(model.cut(word)).forEach(ids::add));
    for (int codePoint : text.codePoints().toArray()) {
      splitter.accept(codePoint);
    }
    splitter.end();
    return ids.build().toArray();
  }

  @Test
  void textsHaveTheSameIds() throws IOException {
    SubwordModel pairs = read("tokenizer_bpe.json");
    SubwordModel unigrams = read("tokenizer_unigram.json");
    for (Case golden : golden().texts()) {
      assertThat(cut(pairs, golden.text())).as(golden.text()).isEqualTo(golden.bpe());
      assertThat(cut(unigrams, golden.text())).as(golden.text()).isEqualTo(golden.unigram());
    }
  }

  @Test
  void idsHaveTheSameText() throws IOException {
    SubwordModel model = read("tokenizer_bpe.json");
    for (Case golden : golden().texts()) {
      Detokenizer detokenizer = new Detokenizer(model);
      StringBuilder text = new StringBuilder();
      for (int id : golden.bpe()) {
        text.append(detokenizer.next(id));
      }
      text.append(detokenizer.end());
      assertThat(text.toString()).isEqualTo(golden.decoded()).isEqualTo(golden.text());
    }
  }

  @Test
  void aTextTeachesTheSameMerges() throws IOException {
    Map<String, Long> counts = new HashMap<>();
    WordSplitter splitter = new WordSplitter(word -> counts.merge(word, 1L, Long::sum));
    for (int codePoint : golden().text().codePoints().toArray()) {
      splitter.accept(codePoint);
    }
    splitter.end();
    BytePairModel learned = BytePairLearner.learn(counts, golden().size(), 1);
    BytePairModel expected = (BytePairModel) read("tokenizer_bpe.json");
    assertThat(learned.merges()).isEqualTo(expected.merges());
    assertThat(learned.pieces()).isEqualTo(expected.pieces());
  }

  @Test
  void aWrittenFileIsReadAgain() throws IOException {
    for (String name : List.of("tokenizer_bpe.json", "tokenizer_unigram.json")) {
      SubwordModel model = read(name);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      TokenizerFile.write(List.of("<unk>", "<doc>"), model, out);
      assertThat(TokenizerFileReader.read(new ByteArrayInputStream(out.toByteArray())))
          .isEqualTo(model);
    }
  }
}
