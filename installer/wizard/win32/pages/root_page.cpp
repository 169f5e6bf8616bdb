#include "installer/wizard/win32/pages/root_page.h"

#include "common/platform/win32/utf.h"
#include "common/text/task_text.h"
#include "common/ui/win32/accessibility.h"
#include "installer/wizard/ids.h"
#include "installer/wizard/model/pages/consent_view.h"

namespace kigen::wizard {
namespace {

using platform::to_wide;

constexpr int kLabelWidth = 150;

}  // namespace

void RootPage::on_create() {
  for (const Line& line : root_lines(context(), state())) {
    const int number = static_cast<int>(facts_.size());
    facts_.push_back({controls_.plain(ids::kIntro, to_wide(line.label), ui::Font::Normal, ui::Tone::Muted),
                      controls_.plain(ids::kDetails + number, to_wide(line.text))});
  }
  for (const ThumbprintRow& thumbprint : root_thumbprints(context(), state())) {
    const int number = static_cast<int>(rows_.size());
    const int id = ids::kFirstThumbprint + number * 4;
    Row row;
    row.received_label = controls_.plain(id, to_wide(thumbprint.received_label), ui::Font::Normal, ui::Tone::Muted);
    row.received = controls_.value(id + 1, to_wide(thumbprint.received));
    row.pinned_label = controls_.plain(id + 2, to_wide(thumbprint.pinned_label), ui::Font::Normal, ui::Tone::Muted);
    row.pinned = controls_.value(id + 3, to_wide(thumbprint.pinned));
    ui::set_accessible_name(row.received, to_wide(thumbprint.received_label));
    ui::set_accessible_name(row.pinned, to_wide(thumbprint.pinned_label));
    if (!thumbprint.verdict.empty()) {
      row.mark = controls_.icon(ids::kFirstVerdict + number * 2, mark_icon(thumbprint.mark), 16);
      row.verdict = controls_.plain(ids::kFirstVerdict + number * 2 + 1, to_wide(thumbprint.verdict));
    }
    rows_.push_back(row);
  }
  advice_ = controls_.plain(ids::kNotice, to_wide(root_advice(context())));
  refuse_ = controls_.button(ids::kRefuseRoot, to_wide(text::button_refuse_root(language())));
}

ui::Node RootPage::body() {
  const int label_width = px(kLabelWidth);
  const auto labelled = [label_width](ui::Node label, ui::Node value) {
    return ui::row(0, {std::move(label).at_least({label_width, 0}), std::move(value).stretched()});
  };
  std::vector<ui::Node> nodes;
  for (const Fact& fact : facts_) nodes.push_back(labelled(controls_.node(fact.label), controls_.node(fact.value)));
  for (const Row& row : rows_) {
    std::vector<ui::Node> lines{controls_.node(row.received_label), controls_.node(row.received),
                                controls_.node(row.pinned_label), controls_.node(row.pinned)};
    if (row.mark)
      lines.push_back(ui::row(px(6), {controls_.node(row.mark).aligned(ui::Align::Center),
                                      controls_.node(row.verdict).stretched().aligned(ui::Align::Center)}));
    nodes.push_back(ui::column(px(2), std::move(lines)).padded({0, px(4), 0, 0}));
  }
  nodes.push_back(controls_.node(advice_).padded({0, px(4), 0, 0}));
  nodes.push_back(ui::row(px(8), {controls_.node(refuse_), ui::spacer()}));
  return ui::column(px(6), std::move(nodes));
}

void RootPage::on_page_command(int id, int code) {
  if (id == ids::kRefuseRoot && code == BN_CLICKED) host_.perform(host_.flow().refuse_root());
}

}  // namespace kigen::wizard
