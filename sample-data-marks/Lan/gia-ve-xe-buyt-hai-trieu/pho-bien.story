[Actor Sở Xây dựng] phủ nhận [Claim ‘bù chéo’ tiền vé xe buýt cho metro]
[Date 22/01/2026 11:30 GMT+7]
Lưu bài viết

PHỐ BIỂN - [Actor Sở Xây dựng thành phố Hải Triều] [Date sáng nay (22/1)] ra thông cáo phủ nhận [Claim việc tăng giá vé xe buýt nhằm bù chi phí cho tuyến metro số 1].

Thông cáo viết: “[Claim Hai nguồn kinh phí được hạch toán riêng từ [Date năm 2019]. Mọi suy diễn đều không có cơ sở]”. [Actor Sở] cũng đề nghị [Claim [Actor Hội Hành khách Hải Triều] “chấm dứt việc đưa thông tin chưa kiểm chứng"].

[Actor Ông Thái Bá Lộc], [Actor Chủ tịch Hội Hành khách], nói [Claim [Actor hội] không suy diễn]. Ông đưa ra bản sao một tờ trình đề [Date ngày 18.12.2025], trong đó [Actor Sở Tài chính] nêu [Claim nguồn thu từ vé xe buýt “có thể cân đối một phần" cho chi phí vận hành metro].

“[Claim Chữ ký còn đây]”, [Actor ông Lộc] chỉ vào trang cuối, “[Claim giờ [Actor Sở] bảo [Claim không có], thì tờ giấy này ở đâu ra?]”

Tờ trình gây tranh cãi. Ảnh: Hội Hành khách cung cấp

[Actor Giám đốc Sở Tài chính Lại Phương Thùy] xác nhận [Claim tờ trình có thật nhưng “chỉ là phương án, đã bị loại từ trước [Date Noel]"]. Theo [Actor bà Thùy], [Claim [Actor người làm lộ tài liệu] phải chịu trách nhiệm].

[Actor Tiến sĩ Âu Dương Kỳ], [Actor giảng viên kinh tế đô thị], cho rằng [Claim cả hai bên đều nói đúng một phần]. Ông phân tích: [Claim tiền vé không chảy thẳng sang metro, song khoản bù lỗ xe buýt mà [Actor thành phố] cắt đi thì có]. “[Claim Trong [Date thập niên tới] [Actor Hải Triều] còn phải chọn như thế nhiều lần]”, [Actor ông Kỳ] dự báo.

Mọi ý kiến gửi về: 0999 220 126.
Bình luận (0)
