#pragma once

#include <cassert>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/assert/source_location.hpp>

namespace lectern {

[[noreturn]] void throw_no_error();  // throws std::logic_error

// A value, or the error that says why there is none. It has those functions of C++23's std::expected that
// Lectern uses. It compiles faster than boost::system::result, which matters because nearly every file
// includes it. If there is no value, value() calls throw_exception_from_error(error, where), which is looked
// up in the error's namespace.
template<class T, class E>
class [[nodiscard]] Expected {
public:
    using value_type = T;
    using error_type = E;

    Expected() requires std::is_default_constructible_v<T> : value_(), has_value_(true) {}
    template<class A = T>
    requires(std::is_convertible_v<A, T> && !std::is_constructible_v<E, A>) Expected(A&& value)
        : value_(std::forward<A>(value)), has_value_(true) {}
    template<class A = E>
    requires(std::is_convertible_v<A, E> && !std::is_constructible_v<T, A>) Expected(A&& error)
        : error_(std::forward<A>(error)), has_value_(false) {}

    Expected(const Expected& other) : has_value_(other.has_value_) {
        if (has_value_)
            std::construct_at(&value_, other.value_);
        else
            std::construct_at(&error_, other.error_);
    }
    Expected(Expected&& other) noexcept(nothrow_move) : has_value_(other.has_value_) {
        if (has_value_)
            std::construct_at(&value_, std::move(other.value_));
        else
            std::construct_at(&error_, std::move(other.error_));
    }
    Expected& operator=(Expected other) noexcept(nothrow_move) {
        std::destroy_at(this);
        std::construct_at(this, std::move(other));
        return *this;
    }
    ~Expected() {
        if (has_value_)
            std::destroy_at(&value_);
        else
            std::destroy_at(&error_);
    }

    bool has_value() const { return has_value_; }
    bool has_error() const { return !has_value_; }
    explicit operator bool() const { return has_value_; }

    T& operator*() & { return *operator->(); }
    const T& operator*() const& { return *operator->(); }
    T operator*() && { return std::move(*operator->()); }
    T* operator->() {
        assert(has_value_);
        return &value_;
    }
    const T* operator->() const {
        assert(has_value_);
        return &value_;
    }

    T& value(const boost::source_location& where = BOOST_CURRENT_LOCATION) & {
        if (!has_value_) throw_exception_from_error(error_, where);
        return value_;
    }
    const T& value(const boost::source_location& where = BOOST_CURRENT_LOCATION) const& {
        if (!has_value_) throw_exception_from_error(error_, where);
        return value_;
    }
    T value(const boost::source_location& where = BOOST_CURRENT_LOCATION) && {
        return std::move(value(where));
    }

    E& error() & {
        if (has_value_) throw_no_error();
        return error_;
    }
    const E& error() const& {
        if (has_value_) throw_no_error();
        return error_;
    }
    E error() && {
        if (has_value_) throw_no_error();
        return std::move(error_);
    }

private:
    static constexpr bool nothrow_move =
        std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_constructible_v<E>;
    union {
        T value_;
        E error_;
    };
    bool has_value_;
};

template<class E>
class [[nodiscard]] Expected<void, E> {
public:
    using value_type = void;
    using error_type = E;

    Expected() = default;
    template<class A = E>
    requires std::is_convertible_v<A, E> Expected(A&& error) : error_(std::forward<A>(error)) {}

    bool has_value() const { return !error_; }
    bool has_error() const { return error_.has_value(); }
    explicit operator bool() const { return !error_; }
    void value(const boost::source_location& where = BOOST_CURRENT_LOCATION) const {
        if (error_) throw_exception_from_error(*error_, where);
    }
    E& error() & {
        if (!error_) throw_no_error();
        return *error_;
    }
    const E& error() const& {
        if (!error_) throw_no_error();
        return *error_;
    }
    E error() && {
        if (!error_) throw_no_error();
        return std::move(*error_);
    }

private:
    std::optional<E> error_;
};

}  // namespace lectern
