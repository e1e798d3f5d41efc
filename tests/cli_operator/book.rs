//! The book of complaints, as an office prints it.

use crate::desk::Desk;

#[tokio::test]
async fn btg_06_the_register_is_printed_as_the_book_with_a_row_for_each_complaint_and_the_log_says_who_read_it() {
    let desk = Desk::new().await;
    desk.bench.open("BTG-26-0001").await;
    desk.bench.open("BTG-26-0002").await;
    let month = crate::bench::at(0).format("%Y-%m").to_string();
    let csv = desk.run(["book", "--office", "batang", "--period", &month, "--csv"]);
    assert_eq!(csv.code, 0, "{csv:?}");
    let rows: Vec<&str> = csv.out.lines().collect();
    assert!(rows[0].starts_with("No,Nomor,Diterima,Dicatat,Kanal,Nama,Kontak,Isi pengaduan"), "{}", rows[0]);
    assert_eq!(rows.len(), 3, "{}", csv.out);
    assert!(rows[1].starts_with("1,BTG-26-0001,") && rows[1].contains("warga@mail.example"), "{}", rows[1]);
    let page = desk.run(["book", "--office", "batang", "--period", &month, "--html"]);
    assert!(
        page.out.contains("Buku konsultasi dan pengaduan") && page.out.contains("<td>BTG-26-0002</td>"),
        "{page:?}"
    );
    let read = ("AKSES".to_owned(), "petugas-uji".to_owned());
    assert_eq!(desk.deeds().await, [read.clone(), read]);
    let other = desk.run(["book", "--office", "batang", "--period", "2019"]);
    assert_eq!(other.out, "", "nothing was received then");
    assert_eq!(desk.run(["book", "--office", "batang", "--period", "kapan"]).code, 64);
}
