#include "server/http/router.hpp"

#include <algorithm>
#include <stdexcept>

namespace lectern::http {
namespace {

// One trailing slash is optional, in patterns as in paths.
std::string_view without_trailing_slash(std::string_view path) {
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return path;
}

// The segment at the front of "/a/b"; the rest begins with its slash again or is empty.
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

bool is_param(std::string_view segment) {
    return segment.starts_with('{') && segment.ends_with('}');
}

}  // namespace

void Router::add(Route route) {
    if (!route.pattern.starts_with('/')) throw std::logic_error("a pattern begins with /: " + route.pattern);
    Node* node = &root_;
    std::vector<std::string> names;
    std::string_view rest = without_trailing_slash(route.pattern);
    while (!rest.empty() && rest != "/") {
        const std::string_view segment = take_segment(rest);
        if (segment.empty()) throw std::logic_error("a pattern has an empty segment: " + route.pattern);
        if (is_param(segment)) {
            names.emplace_back(segment.substr(1, segment.size() - 2));
            if (!node->param) node->param = std::make_unique<Node>();
            node = node->param.get();
        } else {
            auto& child = node->literals[std::string(segment)];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
        }
    }
    const auto same_method = [&](const Entry& entry) { return routes_[entry.route].method == route.method; };
    if (std::any_of(node->entries.begin(), node->entries.end(), same_method)) {
        throw std::logic_error("the route is there already: " + std::string(to_text(route.method)) + " " +
                               route.pattern);
    }
    node->entries.push_back({routes_.size(), std::move(names)});
    routes_.push_back(std::move(route));
}

const Router::Node* Router::walk(const Node& node, std::string_view rest,
                                 std::vector<std::string_view>& values) {
    if (rest.empty()) return node.entries.empty() ? nullptr : &node;
    const std::string_view segment = take_segment(rest);
    if (segment.empty()) return nullptr;
    if (const auto child = node.literals.find(segment); child != node.literals.end()) {
        if (const Node* found = walk(*child->second, rest, values)) return found;
    }
    if (!node.param) return nullptr;
    values.push_back(segment);
    if (const Node* found = walk(*node.param, rest, values)) return found;
    values.pop_back();
    return nullptr;
}

Router::Match Router::find(Method method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/') || path == "//") return match;
    path = without_trailing_slash(path);
    std::vector<std::string_view> values;
    const Node* node = walk(root_, path == "/" ? std::string_view{} : path, values);
    if (node == nullptr) return match;

    const auto entry_for = [&](Method wanted) -> const Entry* {
        for (const Entry& entry : node->entries) {
            if (routes_[entry.route].method == wanted) return &entry;
        }
        return nullptr;
    };
    const Entry* entry = entry_for(method);
    if (entry == nullptr && method == Method::head) {
        const Entry* get = entry_for(Method::get);
        if (get != nullptr && !routes_[get->route].changes_state) entry = get;
    }
    if (entry != nullptr) {
        match.route = &routes_[entry->route];
        for (std::size_t i = 0; i < values.size(); ++i)
            match.params.emplace_back(entry->names[i], values[i]);
        return match;
    }
    for (Method offered :
         {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del}) {
        const Entry* row = entry_for(offered);
        if (row == nullptr && offered == Method::head) {
            row = entry_for(Method::get);
            if (row != nullptr && routes_[row->route].changes_state) row = nullptr;
        }
        if (row != nullptr) match.allow += std::string(to_text(offered)) + ", ";
    }
    match.allow += to_text(Method::options);
    return match;
}

}  // namespace lectern::http
