package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.HashedFile;
import dev.unfold.driver.corpus.SourceFile;
import dev.unfold.driver.corpus.SourceFiles;
import dev.unfold.driver.storage.CommitFolder;
import dev.unfold.driver.storage.NumberedCommits;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.driver.store.StoreRecord;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.SettingKeys;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** Finds what there is to train on. */
final class RetrainingPlanner {
  /** The settings whose change does not require a retraining. */
  private static final List<String> IRRELEVANT =
      List.of("run.", "store.", "checkpoint.", "corpus.cache", "engine.", "retrain.new-held-out");

  /** Tell runs of stores of the same name apart. */
  private static final int STORE_DIGITS = 8;

  private final UnfoldSettings settings;
  private final String store;
  private final Configuration configuration;

  /**
   * @param store its absolute path
   */
  RetrainingPlanner(UnfoldSettings settings, String store, Configuration configuration) {
    this.settings = settings;
    this.store = store;
    this.configuration = configuration;
  }

  /**
   * The champion, as a plan sees it.
   *
   * @param promotion that made it; 0 where there is none
   * @param version 0 where there is none
   * @param learned what it has learned
   */
  record Standing(long promotion, long version, List<HashedFile> learned) {}

  /** Returns the files of the corpus. */
  List<SourceFile> list() throws IOException {
    return SourceFiles.list(settings.corpus().train(), configuration);
  }

  /** Returns whether the files are listed as they were, under the same settings. */
  boolean isListedAs(RetrainingPlan plan, List<SourceFile> listed) {
    return plan.configuration().equals(settingsSha256())
        && plan.files().stream().map(HashedFile::listed).toList().equals(listed);
  }

  /**
   * Returns the plan for the files; empty if nothing is new.
   *
   * @param number of the plan
   * @param files the corpus without those that wait
   * @param waiting paths of files that wait
   * @param last plan that came to a comparison
   */
  Optional<RetrainingPlan> plan(
      long number,
      Standing champion,
      List<HashedFile> files,
      Set<String> waiting,
      Optional<RetrainingPlan> last)
      throws IOException {
    CorpusChanges changes = CorpusChanges.between(champion.learned(), files, waiting);
    List<HashedFile> train = champion.version() == 0 ? files : chosen(number, changes, files);
    if (train.stream().allMatch(file -> file.size() == 0)
        || last.filter(plan -> saysTheSame(plan, files, waiting)).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new RetrainingPlan(
            StoreRecord.CURRENT,
            number,
            champion.promotion(),
            champion.version(),
            settingsSha256(),
            files,
            train.stream().map(HashedFile::path).sorted().toList(),
            changes.describe(),
            CommitFolder.open(settings.run().dir(), configuration).child(runName(number)).path(),
            Instant.now().toString()));
  }

  /** Returns the name of the folder that the challenger is trained in. */
  String runName(long number) {
    return settings.store().name()
        + "-"
        + Sha256.of(store).substring(0, STORE_DIGITS)
        + "-"
        + NumberedCommits.nameOf(number);
  }

  private List<HashedFile> chosen(long number, CorpusChanges changes, List<HashedFile> files) {
    List<HashedFile> fresh = changes.fresh();
    return switch (settings.retrain().data()) {
      case NEW -> fresh;
      case ALL -> files;
      case MIXED -> fresh.isEmpty() ? fresh : mixed(number, fresh, changes.old());
    };
  }

  /** Returns the old files in an order that the number of the plan draws, until they are enough. */
  private List<HashedFile> mixed(long number, List<HashedFile> fresh, List<HashedFile> old) {
    RetrainSettings retrain = settings.retrain();
    double wanted = retrain.oldShare() * old.stream().mapToLong(HashedFile::size).sum();
    List<HashedFile> drawn = new ArrayList<>(old);
    drawn.sort(Comparator.comparing(file -> Sha256.of(number + " " + file.sha256())));
    List<HashedFile> mixed = new ArrayList<>(fresh);
    long bytes = 0;
    for (HashedFile file : drawn) {
      if (bytes >= wanted) {
        break;
      }
      mixed.add(file);
      bytes += file.size();
    }
    return mixed;
  }

  /**
   * Returns whether a plan was made of the same content under the same settings, wherever its files
   * are.
   *
   * @param waiting paths of files that count on neither side
   */
  private boolean saysTheSame(RetrainingPlan plan, List<HashedFile> files, Set<String> waiting) {
    return plan.configuration().equals(settingsSha256())
        && contents(plan.files(), waiting).equals(contents(files, waiting));
  }

  private static Set<String> contents(List<HashedFile> files, Set<String> waiting) {
    return files.stream()
        .filter(file -> file.size() > 0 && !waiting.contains(file.path()))
        .map(HashedFile::sha256)
        .collect(Collectors.toSet());
  }

  /**
   * Returns whether a plan was made of the same files at the same paths under the same settings.
   */
  boolean isSame(RetrainingPlan plan, List<HashedFile> files) {
    return plan.configuration().equals(settingsSha256())
        && named(plan.files()).equals(named(files));
  }

  private static Set<String> named(List<HashedFile> files) {
    return files.stream()
        .map(file -> file.sha256() + " " + file.path())
        .collect(Collectors.toSet());
  }

  /** SHA-256 of the settings that count. */
  String settingsSha256() {
    StringBuilder text = new StringBuilder();
    SettingKeys.flatten(settings)
        .forEach(
            (key, value) -> {
              if (IRRELEVANT.stream().noneMatch(key::startsWith)) {
                text.append(key).append('=').append(value).append('\n');
              }
            });
    return Sha256.of(text.toString());
  }

  /**
   * Returns the reason why a plan cannot be carried out any more; empty if it can. Files that are
   * newer than the plan wait for the next one.
   */
  Optional<String> obstacle(RetrainingPlan plan) throws IOException {
    if (!plan.configuration().equals(settingsSha256())) {
      return Optional.of("the settings changed");
    }
    List<SourceFile> changed = changed(plan);
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            changed.get(0).path()
                + (changed.size() > 1 ? " and " + (changed.size() - 1) + " more" : "")
                + " changed or were deleted after the plan was made");
  }

  /** Returns the files that a plan trains on and that are not what they were when it was made. */
  List<SourceFile> changed(RetrainingPlan plan) throws IOException {
    return SourceFiles.changed(plan.trainListed(), configuration);
  }
}
