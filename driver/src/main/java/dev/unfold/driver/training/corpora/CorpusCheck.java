package dev.unfold.driver.training.corpora;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.worker.sequence.UnknownTokenCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The properties of a corpus that reveal likely mistakes: unknown tokens, and files that are also
 * in the training corpus.
 *
 * @param name the name of the corpus, as in {@code corpus.validation}
 * @param inputs counts of the tokens of inputs
 * @param targets counts of the tokens of targets; {@code NONE} if they are those of the inputs
 * @param files the files of the corpus
 * @param hashes the SHA-256 hashes of its parts; equal hashes mean equal content
 */
public record CorpusCheck(
    String name,
    UnknownTokenCount inputs,
    UnknownTokenCount targets,
    List<SourceFile> files,
    Set<String> hashes) {

  /** Returns warnings about the corpora of a run; the training corpus is the first. */
  public static List<String> warnings(List<CorpusCheck> corpora) {
    List<String> warnings = new ArrayList<>();
    CorpusCheck train = corpora.get(0);
    for (CorpusCheck corpus : corpora) {
      corpus.addUnknown(train, warnings);
      if (!corpus.name.equals(train.name)) {
        corpus.addOverlap(train, warnings);
      }
    }
    return warnings;
  }

  /**
   * Adds warnings about unknown tokens. Metrics refer to the targets: unknown inputs make them
   * worse, and unknown targets make them meaningless.
   */
  private void addUnknown(CorpusCheck train, List<String> warnings) {
    String larger = "raise corpus.vocabulary.size or lower corpus.vocabulary.min-count";
    boolean first = name.equals(train.name);
    String advice = first ? larger : larger + ", or use text that resembles corpus.train";
    String targetAdvice = first ? advice : "its metrics mean little: " + advice;
    String key = "corpus." + name;
    if (targets.equals(UnknownTokenCount.NONE)) {
      inputs.warning(key, targetAdvice).ifPresent(warnings::add);
    } else {
      inputs.warning("the inputs of " + key, advice).ifPresent(warnings::add);
      targets.warning("the targets of " + key, targetAdvice).ifPresent(warnings::add);
    }
  }

  private void addOverlap(CorpusCheck train, List<String> warnings) {
    Set<String> trained = train.files.stream().map(SourceFile::path).collect(Collectors.toSet());
    List<String> shared = files.stream().map(SourceFile::path).filter(trained::contains).toList();
    String advice =
        " Its metrics say nothing about new data; remove the shared text from corpus.train.";
    if (!shared.isEmpty()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%d of the %d files of corpus.%s are files of corpus.train, such as %s.%s",
              shared.size(),
              files.size(),
              name,
              shared.get(0),
              advice));
    } else if (!Collections.disjoint(hashes, train.hashes)) {
      warnings.add(
          "corpus." + name + " shares a part with corpus.train under another name." + advice);
    }
  }
}
