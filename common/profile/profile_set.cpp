#include "common/profile/profile_set.h"

#include <algorithm>
#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "common/profile/folder.h"

namespace kigen::profile {
namespace {

struct Base {
  ProfilePtr profile;
  std::string text;  // empty when the profile was kept from the previous set
  bool kept = false;
};

void add_all(std::vector<Diagnostic>& to, std::vector<Diagnostic>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// Each file whose id another file of the folder has too is refused and names that other.
void refuse_duplicates(std::vector<Candidate>& files) {
  std::map<std::pair<Candidate::Kind, std::string>, std::vector<std::size_t>> by_id;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].kind != Candidate::Kind::Refused) by_id[{files[i].kind, files[i].id}].push_back(i);
  }
  for (const auto& [key, same] : by_id) {
    if (same.size() < 2) continue;
    for (const std::size_t i : same) {
      Candidate& file = files[i];
      Diagnostic one;
      one.file = file.file;
      one.line = file.id_line;
      one.column = file.id_column;
      one.key = key.first == Candidate::Kind::Override ? "overrides" : "id";
      one.error = Error(ErrorCode::ProfileDuplicateId)
                      .with("file", one.file)
                      .with("line", std::to_string(one.line))
                      .with("column", std::to_string(one.column))
                      .with("key", one.key)
                      .with("reason", "duplicate")
                      .with("value", file.id)
                      .with("other_file", files[i == same[0] ? same[1] : same[0]].file);
      file.diagnostics.push_back(std::move(one));
      file.kind = Candidate::Kind::Refused;
    }
  }
}

class Loader {
 public:
  explicit Loader(const ProfileSet* previous) : previous_(previous) {}

  void read(const std::filesystem::path& folder, const std::string& origin) {
    Folder listed = list_profile_files(folder);
    add_all(set_.diagnostics, std::move(listed.diagnostics));
    std::vector<Candidate> files;
    files.reserve(listed.files.size());
    for (const auto& path : listed.files) files.push_back(read_candidate(path));
    refuse_duplicates(files);
    std::map<std::string, Base, std::less<>> bases;
    for (Candidate& file : files) take(file, origin, bases);
    for (Candidate& file : files) {
      if (file.kind == Candidate::Kind::Refused) keep_previous(file.file, bases);
    }
    for (auto& [id, base] : bases) bases_.insert_or_assign(id, std::move(base));
  }

  ProfileSet finish() {
    for (const Candidate& over : overrides_) apply(over);
    restore_overridden();
    for (auto& [id, base] : bases_) set_.profiles.push_back(std::move(base.profile));
    return std::move(set_);
  }

 private:
  void take(Candidate& file, const std::string& origin, std::map<std::string, Base, std::less<>>& bases) {
    add_all(set_.diagnostics, std::move(file.diagnostics));
    if (file.kind == Candidate::Kind::Profile) {
      file.profile->origin = origin;
      bases[file.id] = {std::make_shared<const Profile>(*std::move(file.profile)), std::move(file.text), false};
    } else if (file.kind == Candidate::Kind::Override && origin == "administrator") {
      overrides_.push_back(std::move(file));
    } else if (file.kind == Candidate::Kind::Override) {
      set_.diagnostics.push_back(unknown_base(file));  // the shipped folder holds whole profiles only
    }
  }

  // A file that is wrong now keeps the profile it gave before, unless a good file of the folder has that id.
  void keep_previous(const std::string& file, std::map<std::string, Base, std::less<>>& bases) {
    if (previous_ == nullptr) return;
    for (const ProfilePtr& old : previous_->profiles) {
      if (old->file == file) bases.try_emplace(old->id, Base{old, {}, true});
      if (old->override_file == file) refused_overrides_.emplace(old->id, old);
    }
  }

  void apply(const Candidate& over) {
    const auto base = bases_.find(over.id);
    if (base == bases_.end()) {
      set_.diagnostics.push_back(unknown_base(over));
      return;
    }
    if (base->second.kept) return;  // already what it was, with or without this override
    Loaded merged = parse_override(base->second.text, base->second.profile->file, over.text, over.file);
    drop_answered_warnings(base->second.profile->file);
    add_all(set_.diagnostics, std::move(merged.diagnostics));
    if (merged.profile) {
      merged.profile->origin = base->second.profile->origin;
      base->second.profile = std::make_shared<const Profile>(*std::move(merged.profile));
    } else {
      keep_previous(over.file, bases_);
    }
  }

  // What the base alone was warned of, the merged profile was asked again.
  void drop_answered_warnings(const std::string& file) {
    std::erase_if(set_.diagnostics, [&file](const Diagnostic& one) {
      return one.severity == Diagnostic::Severity::Warning && one.file == file;
    });
  }

  // Overrides that are wrong now leave the profile as it was with them.
  void restore_overridden() {
    for (auto& [id, old] : refused_overrides_) {
      const auto base = bases_.find(id);
      if (base != bases_.end() && base->second.profile->file == old->file) base->second.profile = old;
    }
  }

  const ProfileSet* previous_;
  ProfileSet set_;
  std::map<std::string, Base, std::less<>> bases_;
  std::vector<Candidate> overrides_;
  std::map<std::string, ProfilePtr, std::less<>> refused_overrides_;
};

ProfileSet load(const std::filesystem::path& shipped, const std::filesystem::path& administrator,
                const ProfileSet* previous) {
  Loader loader(previous);
  loader.read(shipped, "shipped");
  std::error_code ignored;
  if (std::filesystem::exists(administrator, ignored)) loader.read(administrator, "administrator");
  return loader.finish();
}

}  // namespace

ProfilePtr ProfileSet::find(std::string_view id) const {
  const auto found = std::lower_bound(profiles.begin(), profiles.end(), id,
                                      [](const ProfilePtr& one, std::string_view wanted) { return one->id < wanted; });
  return found != profiles.end() && (*found)->id == id ? *found : nullptr;
}

ProfileSet load_profiles(const std::filesystem::path& shipped, const std::filesystem::path& administrator) {
  return load(shipped, administrator, nullptr);
}

ProfileSet reload_profiles(const std::filesystem::path& shipped, const std::filesystem::path& administrator,
                           const ProfileSet& previous) {
  return load(shipped, administrator, &previous);
}

}  // namespace kigen::profile
