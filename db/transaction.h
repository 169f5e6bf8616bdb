// A write transaction that rolls back unless commit() was reached. One at a time per connection.
#pragma once

namespace kigen::db {

class Connection;

class Transaction {
 public:
  /// Takes the write lock at once, so that no later statement can meet "busy".
  explicit Transaction(Connection& connection);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// On the disk when it returns.
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace kigen::db
