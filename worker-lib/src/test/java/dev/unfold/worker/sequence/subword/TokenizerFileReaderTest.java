package dev.unfold.worker.sequence.subword;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.ParserFuzzer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerFileReaderTest {
  private static final BytePairModel MODEL =
      BytePairLearner.learn(Map.of("banana", 3L, " band", 2L), 260, 1);

  private static String file() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TokenizerFile.write(List.of("<unk>"), MODEL, out);
    return out.toString(UTF_8);
  }

  private static SubwordModel read(String file) throws IOException {
    return TokenizerFileReader.read(new ByteArrayInputStream(file.getBytes(UTF_8)));
  }

  /** Each change makes another file, in which a part is refused by its name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "normalizer" : null    | "normalizer" : {"type": "NFC"} | no normalizer, found NFC
          "truncation" : null    | "truncation" : {"max_length": 5} | no truncation
          "padding" : null       | "padding" : {"strategy": {}}   | no padding
          "dropout" : null       | "dropout" : 0.1                | no model.dropout, found 0.1
          "ignore_merges" : false | "ignore_merges" : true | model.ignore_merges = false, found true
          "end_of_word_suffix" : null | "end_of_word_suffix" : "</w>" | no model.end_of_word_suffix
          "continuing_subword_prefix" : null | "continuing_subword_prefix" : "##" | found ##
          "type" : "BPE"         | "type" : "WordPiece"           | model BPE, found WordPiece
          "type" : "Split"       | "type" : "Digits"              | found a Sequence of [Digits, ByteLevel]
          "type" : "Sequence"    | "type" : "Metaspace"  | pre_tokenizer ByteLevel, found Metaspace
          MergedWithPrevious     | Isolated                       | MergedWithPrevious
          "add_prefix_space" : false | "add_prefix_space" : true  | add_prefix_space = false, found true
          "use_regex" : true     | "use_regex" : false            | use_regex = true, found false
          "added_tokens" : [ ]   | "added_tokens" : [{"content": "x y", "special": false}] | the token "x y"
          "ban" : 258            | "bam" : 258                    | the token "ban"
          "a" : 65               | "aa" : 65                      | byte 0x61 ("a")
          "b" : 66               | "世" : 66                       | the token "世"
          "b" : 66               | "b" : "66"                     | found 66 for "b"
          "vocab" : {            | "vocab" : [], "other" : {      | model.vocab with the id of each token
          [ "a", "n" ]           | [ "a" ]                        | two tokens in each of model.merges
          [ "a", "n" ]           | [ "b", "an" ]                  | twice
          "decoder" : {          | "decoder" : null, "other" : {  | an object as decoder, found none
          "version" : "1.0"      | "version" : "1.0"}             | JSON
          """)
  void whatIsNotSupportedIsRefusedByName(String part, String other, String message)
      throws IOException {
    String file = file();
    assertThat(file).contains(part);
    assertThatThrownBy(
            () -> read(file.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(other))))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void filesOfOtherVersionsAreRead() throws IOException {
    String pairs = file().replaceAll("\\[ (\"[^\"]+)\", \"([^\"]+\") \\]", "$1 $2");
    assertThat(pairs).contains("\"a n\"");
    assertThat(read(pairs)).isEqualTo(MODEL);
    String special =
        file()
            .replace("<unk>", "<|endoftext|>")
            .replace(
                "\"added_tokens\" : [ ]",
                "\"added_tokens\" : [{\"content\": \"<|endoftext|>\", \"special\": true}]");
    assertThat(read(special)).isEqualTo(MODEL);
    String gpt2 = file();
    int from = gpt2.indexOf("\"pre_tokenizer\"");
    int to = gpt2.indexOf("\"post_processor\"");
    assertThat(
            read(
                gpt2.substring(0, from)
                    + "\"pre_tokenizer\": {\"type\": \"ByteLevel\"}, "
                    + gpt2.substring(to)))
        .isEqualTo(MODEL);
  }

  private static String unigrams() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    UnigramModel model = UnigramLearner.learn(Map.of("banana", 3L, " band", 2L), 260, 1);
    TokenizerFile.write(List.of("<unk>"), model, out);
    return out.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "vocab" : [ [ "<unk>"   | "vocab" : {}, "other" : [ [ "<unk>" | a list of tokens and scores
          [ "a",                  | [ "a", "b",           | a token and its score
          [ "a",                  | [ "ä",                | the token "ä" twice
          [ "a",                  | [ "世",                | the token "世"
          [ "<unk>", -1000000.0 ] | [ "<unk>", "x" ]      | a token and its score
          """)
  void unigramsThatDoNotFitAreRefused(String part, String other, String message)
      throws IOException {
    String file = unigrams();
    assertThat(file).contains(part);
    assertThatThrownBy(
            () -> read(file.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(other))))
        .isInstanceOf(TokenizerFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void damagedFiles() throws IOException {
    byte[] pairs = file().getBytes(UTF_8);
    byte[] unigrams = unigrams().getBytes(UTF_8);
    new ParserFuzzer(pairs, unigrams, "", List.of(IOException.class))
        .run(2_000, damaged -> TokenizerFileReader.read(new ByteArrayInputStream(damaged)));
    new ParserFuzzer(unigrams, pairs, "", List.of(IOException.class))
        .run(2_000, damaged -> TokenizerFileReader.read(new ByteArrayInputStream(damaged)));
  }
}
