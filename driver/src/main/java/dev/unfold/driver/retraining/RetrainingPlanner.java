package dev.unfold.driver.retraining;

import dev.unfold.driver.corpus.query.ProgramTables;
import dev.unfold.driver.corpus.source.HashedFile;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.store.StoreRecord;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.settings.RetrainSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.SourceSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** Determines the files or the table to train on. */
final class RetrainingPlanner {
  /** The settings whose change does not require a retraining. */
  private static final List<String> IRRELEVANT =
      List.of(
          "run.",
          "store.",
          "checkpoint.",
          "corpus.cache",
          "corpus.source.",
          "corpus.where.",
          "engine.",
          "retrain.new-held-out");

  /** The number of hash digits that distinguish runs of stores of the same name. */
  private static final int STORE_DIGITS = 8;

  private final UnfoldSettings settings;
  private final String store;
  private final Configuration configuration;

  /**
   * @param store the absolute path of the store
   */
  RetrainingPlanner(UnfoldSettings settings, String store, Configuration configuration) {
    this.settings = settings;
    this.store = store;
    this.configuration = configuration;
  }

  /**
   * The champion on which a plan is based.
   *
   * @param promotion the number of its promotion; 0 if there is none
   * @param version the version; 0 if there is none
   * @param trained the files that it was trained on
   */
  record TrainedChampion(long promotion, long version, List<HashedFile> trained) {}

  /** Returns the files of the corpus. */
  List<SourceFile> list() throws IOException {
    return SourceFiles.list(settings.corpus().train(), configuration);
  }

  /** Returns whether the files are listed as they were, under the same settings. */
  boolean isListedAs(RetrainingPlan plan, List<SourceFile> listed) {
    return hasSettings(plan)
        && plan.files().stream().map(HashedFile::listed).toList().equals(listed);
  }

  /**
   * Returns the plan for the files; empty if there are no changes.
   *
   * @param number the number of the plan
   * @param files the corpus without the files that wait
   * @param waiting the paths of the files that wait
   * @param last the last plan that was decided by a comparison
   */
  Optional<RetrainingPlan> plan(
      long number,
      TrainedChampion champion,
      List<HashedFile> files,
      Set<String> waiting,
      Optional<RetrainingPlan> last)
      throws IOException {
    CorpusChanges changes = CorpusChanges.between(champion.trained(), files, waiting);
    List<HashedFile> train = champion.version() == 0 ? files : select(number, changes, files);
    if (train.stream().allMatch(file -> file.size() == 0)
        || last.filter(plan -> matches(plan, files, waiting)).isPresent()) {
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
            isQuery()
                ? RetrainingTables.describe(files.get(0), champion.trained())
                : changes.describe(),
            CommitFolder.open(settings.run().dir(), configuration).child(runName(number)).path(),
            Instant.now().toString()));
  }

  /** Returns the name of the folder in which the challenger is trained. */
  String runName(long number) {
    return settings.store().name()
        + "-"
        + Sha256.of(store).substring(0, STORE_DIGITS)
        + "-"
        + NumberedCommits.nameOf(number);
  }

  private List<HashedFile> select(long number, CorpusChanges changes, List<HashedFile> files) {
    List<HashedFile> newFiles = changes.newFiles();
    return switch (settings.retrain().data()) {
      case NEW -> newFiles;
      case ALL -> files;
      case MIXED -> newFiles.isEmpty() ? newFiles : mixed(number, newFiles, changes.old());
    };
  }

  /**
   * Returns the new files and a random sample of the old files of the required size, seeded by the
   * number of the plan.
   */
  private List<HashedFile> mixed(long number, List<HashedFile> newFiles, List<HashedFile> old) {
    RetrainSettings retrain = settings.retrain();
    double requiredBytes = retrain.oldShare() * old.stream().mapToLong(HashedFile::size).sum();
    List<HashedFile> shuffled = new ArrayList<>(old);
    shuffled.sort(Comparator.comparing(file -> Sha256.of(number + " " + file.sha256())));
    List<HashedFile> mixed = new ArrayList<>(newFiles);
    long bytes = 0;
    for (HashedFile file : shuffled) {
      if (bytes >= requiredBytes) {
        break;
      }
      mixed.add(file);
      bytes += file.size();
    }
    return mixed;
  }

  /**
   * Returns whether a plan has the same content and settings, regardless of the location of its
   * files.
   *
   * @param waiting the paths of files that are ignored on both sides
   */
  private boolean matches(RetrainingPlan plan, List<HashedFile> files, Set<String> waiting) {
    return hasSettings(plan) && contents(plan.files(), waiting).equals(contents(files, waiting));
  }

  private static Set<String> contents(List<HashedFile> files, Set<String> waiting) {
    return files.stream()
        .filter(file -> file.size() > 0 && !waiting.contains(file.path()))
        .map(HashedFile::sha256)
        .collect(Collectors.toSet());
  }

  private boolean isQuery() {
    return settings.corpus().format().isQuery();
  }

  /** Returns whether a plan has the same files at the same paths and the same settings. */
  boolean isSame(RetrainingPlan plan, List<HashedFile> files) {
    return hasSettings(plan) && named(plan.files()).equals(named(files));
  }

  private static Set<String> named(List<HashedFile> files) {
    return files.stream()
        .map(file -> file.sha256() + " " + file.path())
        .collect(Collectors.toSet());
  }

  /** Returns the SHA-256 of the relevant settings. */
  String settingsSha256() {
    StringBuilder text = new StringBuilder();
    SettingKeys.flatten(settings)
        .forEach(
            (key, value) -> {
              if (IRRELEVANT.stream().noneMatch(key::startsWith)) {
                text.append(key).append('=').append(readable(value)).append('\n');
              }
            });
    if (isQuery()) {
      SourceSettings source = settings.corpus().source();
      text.append(settings.corpus().where()).append(source.format()).append(source.location());
      text.append(source.optionsWithoutSecrets());
    }
    return Sha256.of(text.toString());
  }

  /** Returns a value in which datasets of programs, whose names differ, are called the same. */
  private String readable(Object value) {
    return isQuery() ? ProgramTables.readable(value.toString()) : value.toString();
  }

  /** Returns whether a plan was made with the settings of this planner. */
  boolean hasSettings(RetrainingPlan plan) {
    return plan.configuration().equals(settingsSha256());
  }

  /**
   * Returns the reason why a plan can no longer be executed; empty if it can. Files that are newer
   * than the plan wait for the next one.
   */
  Optional<String> reasonToAbandon(RetrainingPlan plan) throws IOException {
    if (!hasSettings(plan)) {
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

  /** Returns the files to train on that have changed since the plan was made. */
  List<SourceFile> changed(RetrainingPlan plan) throws IOException {
    return isQuery() ? List.of() : SourceFiles.changed(plan.trainListed(), configuration);
  }
}
