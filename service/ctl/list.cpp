#include <algorithm>

#include "common/ipc/json_string.h"
#include "common/ipc/limits.h"
#include "common/text/ctl_text.h"
#include "common/text/errors.h"
#include "common/text/tray_text.h"
#include "service/ctl/commands.h"
#include "service/ctl/table.h"
#include "service/ctl/words.h"

namespace kigen::ctl {
namespace {

constexpr std::string_view kUnreadable = "unreadable";
constexpr std::size_t kShortThumbprint = 16;

/// Takes the list page by page.
class Printer {
 public:
  virtual ~Printer() = default;
  virtual void certificate(const ipc::CertificateSummary& certificate) = 0;
  virtual void unreadable(const ipc::UnreadableItem& item) = 0;
  virtual void page_done() {}
  virtual void done() = 0;
};

// One object a line, written as it comes: a list of any length needs the memory of one page.
class JsonPrinter final : public Printer {
 public:
  explicit JsonPrinter(const Context& context) : context_(context), buffer_("[") {}

  void certificate(const ipc::CertificateSummary& certificate) override {
    separate();
    ipc::append_json(buffer_, certificate);
  }
  void unreadable(const ipc::UnreadableItem& item) override {
    separate();
    // The fields of a certificate, empty, so that no reader of the array needs a case of its own.
    std::string empty = ipc::to_json(
        ipc::CertificateSummary{.status = std::string(kUnreadable), .source = item.source, .owner = item.owner});
    for (const std::string_view name : {"\"not_before\":", "\"not_after\":", "\"days_left\":"}) {
      const std::size_t value = empty.find(name) + name.size();
      empty.replace(value, empty.find(',', value) - value, "null");
    }
    empty.back() = ',';
    buffer_ += empty + "\"item\":";
    ipc::append_json_string(buffer_, item.item);
    buffer_ += ",\"error\":";
    ipc::append_json(buffer_, item.error);
    buffer_ += '}';
  }
  void page_done() override {
    context_.print(buffer_);
    buffer_.clear();
  }
  void done() override { context_.print(first_ ? "]\n" : "\n]\n"); }

 private:
  void separate() {
    buffer_ += first_ ? "\n" : ",\n";
    first_ = false;
  }

  const Context& context_;
  std::string buffer_;
  bool first_ = true;
};

class TablePrinter final : public Printer {
 public:
  explicit TablePrinter(const Context& context) : context_(context), table_(columns(context.language())) {}

  void certificate(const ipc::CertificateSummary& c) override {
    const auto language = context_.language();
    table_.add({text::status_word(language, c.status), context_.date(c.not_after),
                text::days_left_cell(language, c.status, c.days_left), name_of(c), c.profile,
                source_word(language, c.source, c.token_present), owner_word(language, c.owner),
                c.thumbprint_sha256.substr(0, kShortThumbprint)});
  }
  void unreadable(const ipc::UnreadableItem& item) override {
    const auto language = context_.language();
    const std::string place = item.item.empty() ? source_word(language, item.source, true) : item.item;
    table_.add({text::ctl_unreadable_status(language), "", "",
                text::error_text(language, item.error).title + " (" + text::error_code_text(item.error) + ")", "",
                place, owner_word(language, item.owner), ""});
  }
  void done() override {
    if (table_.empty()) return context_.print(text::ctl_nothing_listed(context_.language()) + "\n");
    context_.print(table_.render(context_.output().out_columns()));
  }

 private:
  static std::vector<Column> columns(text::Language language) {
    return {{.heading = text::column_status(language)},
            {.heading = text::column_expires(language)},
            {.heading = text::column_days_left(language)},
            {.heading = text::column_name(language), .flexible = true},
            {.heading = text::column_profile(language), .flexible = true},
            {.heading = text::ctl_column_source(language), .flexible = true},
            {.heading = text::ctl_column_owner(language), .flexible = true},
            {.heading = text::ctl_column_thumbprint(language)}};
  }

  const Context& context_;
  Table table_;
};

ExitCode list_pages(const Context& context, ipc::Client& client, ipc::ListParams params, bool certificates,
                    bool unreadable, Printer& printer) {
  bool begun = false;
  do {
    const auto page = client.call(ipc::kList, params);
    if (!page) return begun ? context.fail_midway(page.error()) : context.fail(page.error());
    begun = true;
    if (certificates) std::ranges::for_each(page->items, [&](const auto& item) { printer.certificate(item); });
    if (unreadable) std::ranges::for_each(page->unreadable, [&](const auto& item) { printer.unreadable(item); });
    printer.page_done();
    if (!context.output().good()) return kFailed;
    params.cursor = certificates ? page->next_cursor : "";
  } while (!params.cursor.empty());
  printer.done();
  return kOk;
}

}  // namespace

ExitCode run_list(const Context& context, const ListOptions& options) {
  auto client = context.connect();
  if (!client) return context.fail(client.error());
  ipc::ListParams params{.due_within_days = options.due_within_days, .limit = ipc::kMaxPageItems};
  params.statuses = options.statuses;
  const bool named = std::erase(params.statuses, kUnreadable) > 0;
  const bool unreadable = named || options.statuses.empty();
  const bool certificates = !named || !params.statuses.empty();
  if (context.json()) {
    JsonPrinter printer(context);
    return list_pages(context, *client, std::move(params), certificates, unreadable, printer);
  }
  TablePrinter printer(context);
  return list_pages(context, *client, std::move(params), certificates, unreadable, printer);
}

}  // namespace kigen::ctl
