#pragma once

#include "storage/sql/values.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace lectern::storage {

// A column and the functions that copy it between a row and an object. Only the functions know the object's
// type.
struct ColumnAccess {
    std::string_view name;
    void (*read)(const Value& value, std::string_view column, void* object) = nullptr;
    Value (*write)(const void* object) = nullptr;
    bool filled = false;  // by the database, not by an INSERT
};

// A column of T. Made by column(), word_column() and number_column() below.
template<class T>
struct Column : ColumnAccess {};

enum FilledByDatabase { filled_by_database };

// Follows pointers to members from an object: <&Snippet::clip, &Clip::file> leads to snippet.clip->file.
namespace column_path {

template<class T>
struct Member;
template<class Owner, class Type>
struct Member<Type Owner::*> {
    using Class = Owner;
    static constexpr bool is_optional = false;
};
template<class Owner, class Type>
struct Member<std::optional<Type> Owner::*> {
    using Class = Owner;
    static constexpr bool is_optional = true;
};

// The first member of a path.
template<auto... Path>
struct Begin;
template<auto First, auto... Rest>
struct Begin<First, Rest...> : Member<decltype(First)> {};
template<auto... Path>
using Class = typename Begin<Path...>::Class;

template<auto First, auto... Rest>
constexpr bool passes_optional() {
    if constexpr (sizeof...(Rest) == 0)
        return false;
    else
        return Member<decltype(First)>::is_optional || passes_optional<Rest...>();
}

// The member at the end of the path; creates the optional members on the way.
template<auto First, auto... Rest, class Object>
auto& made(Object& object) {
    if constexpr (sizeof...(Rest) == 0) {
        return object.*First;
    } else if constexpr (Member<decltype(First)>::is_optional) {
        auto& part = object.*First;
        return made<Rest...>(part ? *part : part.emplace());
    } else {
        return made<Rest...>(object.*First);
    }
}

// Null if an optional member on the way is empty.
template<auto First, auto... Rest, class Object>
const auto* found(const Object& object) {
    if constexpr (sizeof...(Rest) == 0) {
        return &(object.*First);
    } else if constexpr (Member<decltype(First)>::is_optional) {
        const auto& part = object.*First;
        return part ? found<Rest...>(*part) : nullptr;
    } else {
        return found<Rest...>(object.*First);
    }
}

template<auto... Path>
void read(const Value& value, std::string_view column, void* object) {
    if constexpr (passes_optional<Path...>())
        if (std::holds_alternative<std::nullptr_t>(value)) return;
    read_value(value, column, made<Path...>(*static_cast<Class<Path...>*>(object)));
}

template<auto... Path>
Value write(const void* object) {
    const auto* const member = found<Path...>(*static_cast<const Class<Path...>*>(object));
    return member ? to_value(*member) : Value(nullptr);
}

template<auto... Path>
void read_number(const Value& value, std::string_view column, void* object) {
    std::int64_t number = 0;
    read_value(value, column, number);
    auto& member = made<Path...>(*static_cast<Class<Path...>*>(object));
    member = static_cast<std::remove_reference_t<decltype(member)>>(number);
}

template<auto... Path>
Value write_number(const void* object) {
    return static_cast<std::int64_t>(*found<Path...>(*static_cast<const Class<Path...>*>(object)));
}

[[noreturn]] void unknown_word(std::string_view column, const std::string& word);

template<auto Parse, auto... Path>
void read_word(const Value& value, std::string_view column, void* object) {
    const std::string& word = text_of(value, column);
    const auto parsed = Parse(word);
    if (!parsed) unknown_word(column, word);
    made<Path...>(*static_cast<Class<Path...>*>(object)) = *parsed;
}

template<auto... Path>
Value write_word(const void* object) {
    return std::string(to_text(*found<Path...>(*static_cast<const Class<Path...>*>(object))));
}

}  // namespace column_path

// A column for a member whose type read_value() and to_value() support.
template<auto... Path>
constexpr Column<column_path::Class<Path...>> column(std::string_view name) {
    return {{name, column_path::read<Path...>, column_path::write<Path...>}};
}

// The same for a column that an INSERT leaves to the database, such as an automatic id.
template<auto... Path>
constexpr Column<column_path::Class<Path...>> column(std::string_view name, FilledByDatabase) {
    return {{name, column_path::read<Path...>, column_path::write<Path...>, true}};
}

// A column for an enum that is stored as text: to_text() writes it, and `Parse` reads it and returns an
// optional. Reading throws std::runtime_error for an unknown word.
template<auto Parse, auto... Path>
constexpr Column<column_path::Class<Path...>> word_column(std::string_view name) {
    return {{name, column_path::read_word<Parse, Path...>, column_path::write_word<Path...>}};
}

// A column for an enum that is stored as its number.
template<auto... Path>
constexpr Column<column_path::Class<Path...>> number_column(std::string_view name) {
    return {{name, column_path::read_number<Path...>, column_path::write_number<Path...>}};
}

}  // namespace lectern::storage
